/** One connection to /api/v1/events, kept open: resumes where it stopped, backs off, and says what state it is in. */
import { ApiError } from "@/lib/api/errors";
import { authorized, send } from "@/lib/api/transport";
import { backoff } from "./backoff";
import type { LiveEvent, LiveMessage, LiveState, Passing } from "./events";
import { type Frame, FrameParser } from "./parser";

/** The server sends a comment every 15 s; two missed ones mean that the connection is dead without saying so. */
const SILENCE = 35_000;

export interface StreamOptions {
  /** The last position that any tab has seen; null on the first connection. */
  position: () => number | null;
  deliver: (message: LiveMessage) => void;
  open?: (position: number | null, signal: AbortSignal) => Promise<Response>;
}

export class EventStream {
  private attempt = 0;
  private stopped = false;
  private connection: AbortController | null = null;
  private wake: (() => void) | null = null;

  constructor(private readonly options: StreamOptions) {}

  async run(): Promise<void> {
    this.say("connecting");
    while (!this.stopped) {
      const lasting = await this.connectOnce();
      if (this.stopped || !lasting) return;
      this.say("reconnecting");
      await this.pause(backoff(this.attempt));
      this.attempt += 1;
    }
  }

  stop(): void {
    this.stopped = true;
    this.connection?.abort();
    this.wake?.();
  }

  /** Skips the rest of a wait, for instance when the browser says that it is online again. */
  retryNow(): void {
    this.wake?.();
  }

  /** False when trying again is pointless: the credentials were refused, or the server has no stream for us. */
  private async connectOnce(): Promise<boolean> {
    const connection = new AbortController();
    this.connection = connection;
    const watchdog = new Watchdog(SILENCE, () => connection.abort());
    try {
      const open = this.options.open ?? openEvents;
      const response = await open(this.options.position(), connection.signal);
      await this.readFrames(response, watchdog);
      return true;
    } catch (error) {
      const refused = error instanceof ApiError && [401, 403, 404].includes(error.status);
      if (refused) this.say("refused");
      return !refused;
    } finally {
      watchdog.stop();
      connection.abort();
    }
  }

  private async readFrames(response: Response, watchdog: Watchdog): Promise<void> {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) return;
    const parser = new FrameParser();
    for (;;) {
      watchdog.feed();
      const { value, done } = await reader.read();
      if (done) return;
      this.handle(parser.push(value));
    }
  }

  private handle(frames: Frame[]): void {
    const events: LiveEvent[] = [];
    for (const frame of frames) {
      const data = JSON.parse(frame.data) as LiveEvent & { position?: number };
      if (frame.event === "hello") {
        this.attempt = 0;
        this.options.deliver({ kind: "hello", position: data.position ?? 0 });
        this.say("live");
      } else if (frame.event === "reset") {
        this.options.deliver({ kind: "reset", position: data.position ?? null });
      } else if (frame.id === null) {
        this.options.deliver({
          kind: "passing",
          passing: { type: data.type, payload: data.payload as Passing["payload"] },
        });
      } else {
        events.push(data);
      }
    }
    if (events.length > 0) this.options.deliver({ kind: "events", events });
  }

  private say(status: LiveState["status"]): void {
    this.options.deliver({ kind: "state", state: { status, since: Date.now() } });
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

class Watchdog {
  private timer: ReturnType<typeof setTimeout> | undefined;
  constructor(
    private readonly patience: number,
    private readonly bark: () => void,
  ) {}
  feed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.bark, this.patience);
  }
  stop(): void {
    clearTimeout(this.timer);
  }
}

function openEvents(position: number | null, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ accept: "text/event-stream" });
  if (position !== null) headers.set("last-event-id", String(position));
  const url = new URL("/api/v1/events", window.location.origin);
  return send(authorized(new Request(url, { headers, signal, cache: "no-store" })));
}
