import { ORGANIZATION_HEADER } from "./place";

/** Two clicks are one request: the same POST again, on its way still or a moment later, gets the answer of the first. */
const MOMENT_MS = 1000;

const moment = () => new Promise((resolve) => setTimeout(resolve, MOMENT_MS));

type Send = (request: Request) => Promise<Response>;

export function notTwice(send: Send): Send {
  let last: { key: string; answer: Promise<Response> } | undefined;
  return async (request) => {
    if (request.method === "GET") return send(request);
    const sender = ["authorization", ORGANIZATION_HEADER].map((name) => request.headers.get(name));
    const key = [request.method, request.url, ...sender, await request.clone().text()].join("\n");
    // After another change the same one is a wish of its own: approved, undone, approved.
    if (last?.key === key && request.method === "POST") return (await last.answer).clone();
    const sent = { key, answer: send(request) };
    const forget = () => {
      if (last === sent) last = undefined;
    };
    last = sent;
    // What failed may be tried again at once.
    void Promise.all([sent.answer, moment()]).then(forget, forget);
    return (await sent.answer).clone();
  };
}
