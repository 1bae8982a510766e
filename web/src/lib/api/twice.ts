/** Two clicks are one request: the same POST again, a moment later, gets the answer of the first. */
const MOMENT_MS = 1000;

type Send = (request: Request) => Promise<Response>;

export function notTwice(send: Send): Send {
  const recent = new Map<string, Promise<Response>>();
  return async (request) => {
    if (request.method !== "POST") return send(request);
    const key = [request.url, request.headers.get("authorization"), await request.clone().text()].join("\n");
    const answer = recent.get(key) ?? send(request);
    if (!recent.has(key)) {
      recent.set(key, answer);
      setTimeout(() => recent.delete(key), MOMENT_MS);
      // What failed may be tried again at once.
      answer.catch(() => recent.delete(key));
    }
    return (await answer).clone();
  };
}
