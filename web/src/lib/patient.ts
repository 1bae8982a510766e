const PAUSE = 1_000;

/**
 * Code of a page that is fetched when it is first needed, also while the server is away: asked for again until the
 * server answers. Only then is a failure one, such as files that a newer version no longer has; without this the router
 * would reload at once, and the browser would show its own error page in place of everything that was on the screen.
 */
export function patient<Module>(
  load: () => Promise<Module>,
  answers: () => Promise<boolean> = serverAnswers,
  pause: number = PAUSE,
): () => Promise<Module> {
  return async () => {
    let answered = false;
    for (;;) {
      try {
        return await load();
      } catch (error) {
        // Twice: the server may have come back between the failure and the question.
        const before = answered;
        answered = await answers();
        if (before && answered) throw error;
        if (!answered) await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
