/**
 * The tab's end of the live stream: takes part in the election, runs the stream while it leads, and hands every message
 * to its own tab and, when leading, to the others. Positions only grow, so a message that arrives twice counts once.
 */
import { type Ballot, begin, type Election, type ElectionEvent, step, type Verdict } from "./election";
import type { LiveMessage, LiveState, Passing } from "./events";
import { EventStream } from "./stream";

const ANSWER_TIME = 400;
const HEARTBEAT = 2_000;
const QUIET_AFTER = 5_000;

type Wire = { ballot: Ballot } | { message: LiveMessage } | { switched: true };

export interface HubHandlers {
  events: (message: Extract<LiveMessage, { kind: "events" }>) => void;
  /** The first connection is up: what was fetched before it may have missed a change. */
  caughtUp: () => void;
  /** The position is too old for the server: everything must be fetched anew. */
  reset: () => void;
  /** In another tab: what this one shows is of the organization that was left. */
  switched: () => void;
  state: (state: LiveState) => void;
  passing: (passing: Passing) => void;
}

export class LiveHub {
  private readonly channel: BroadcastChannel;
  private election: Election;
  private stream: EventStream | null = null;
  private position: number | null = null;
  private state: LiveState = { status: "connecting", since: Date.now() };
  private lastHeard = Date.now();
  private answerTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly clock: ReturnType<typeof setInterval>;

  constructor(
    channelName: string,
    private readonly handlers: HubHandlers,
    private readonly makeStream = (options: ConstructorParameters<typeof EventStream>[0]) => new EventStream(options),
  ) {
    this.channel = new BroadcastChannel(channelName);
    this.channel.onmessage = ({ data }: MessageEvent<Wire>) => this.hear(data);
    const start = begin(crypto.randomUUID?.() ?? String(Math.random()));
    this.election = start.state;
    this.obey(start);
    this.clock = setInterval(() => this.tick(), HEARTBEAT);
    window.addEventListener("online", this.retry);
    window.addEventListener("pagehide", this.leave);
  }

  close(): void {
    this.leave();
    clearInterval(this.clock);
    clearTimeout(this.answerTimer);
    window.removeEventListener("online", this.retry);
    window.removeEventListener("pagehide", this.leave);
    this.channel.close();
  }

  /** Tells the other tabs that another organization is active now. */
  tellOthersToLook(): void {
    this.post({ switched: true });
    this.beginAnew();
  }

  /** The server looks only now and then at which organization a stream is of. It goes on from where it was. */
  private beginAnew(): void {
    if (!this.stream) return;
    this.stream.stop();
    this.lead();
  }

  private readonly retry = () => this.stream?.retryNow();

  private readonly leave = () => {
    if (this.election.role === "leader") {
      this.post({ ballot: { kind: "resign", from: this.election.id, term: this.election.term } });
    }
    this.stream?.stop();
    this.stream = null;
  };

  private tick(): void {
    if (this.election.role === "leader") {
      // A page that comes back from the browser's cache leads on, but its stream was stopped when it left.
      if (!this.stream) this.lead();
      this.post({ ballot: { kind: "lead", from: this.election.id, term: this.election.term } });
    } else if (Date.now() - this.lastHeard > QUIET_AFTER) {
      this.decide({ kind: "quiet" });
    }
  }

  private hear(wire: Wire): void {
    this.lastHeard = Date.now();
    if ("ballot" in wire) this.decide({ kind: "heard", ballot: wire.ballot });
    else if ("switched" in wire) {
      this.handlers.switched();
      this.beginAnew();
    } else if (this.election.role !== "leader") this.take(wire.message);
  }

  private decide(event: ElectionEvent): void {
    this.obey(step(this.election, event));
  }

  private obey({ state, send }: Verdict): void {
    const before = this.election?.role;
    this.election = state;
    for (const ballot of send) {
      this.post({ ballot });
      // A newcomer learns at once how the stream is doing.
      if (ballot.kind === "lead") this.post({ message: { kind: "state", state: this.state } });
    }
    if (state.role === "asking") this.awaitAnswer();
    if (state.role === "leader" && before !== "leader") this.lead();
    if (state.role !== "leader" && this.stream) {
      this.stream.stop();
      this.stream = null;
    }
  }

  private awaitAnswer(): void {
    clearTimeout(this.answerTimer);
    this.answerTimer = setTimeout(() => this.decide({ kind: "silence" }), ANSWER_TIME);
  }

  private lead(): void {
    const stream = this.makeStream({
      position: () => this.position,
      deliver: (message) => {
        if (this.stream !== stream) return;
        this.post({ message });
        this.take(message);
      },
    });
    this.stream = stream;
    void stream.run();
  }

  private take(message: LiveMessage): void {
    if (message.kind === "state") {
      this.state = message.state;
      this.handlers.state(message.state);
    } else if (message.kind === "passing") {
      this.handlers.passing(message.passing);
    } else if (message.kind === "hello") {
      if (this.position === null) {
        this.position = message.position;
        this.handlers.caughtUp();
      }
    } else if (message.kind === "reset") {
      this.position = message.position;
      this.handlers.reset();
    } else {
      const fresh = message.events.filter((event) => this.position === null || event.seq > this.position);
      const last = fresh.at(-1);
      if (!last) return;
      this.position = last.seq;
      this.handlers.events({ kind: "events", events: fresh });
    }
  }

  private post(wire: Wire): void {
    this.channel.postMessage(wire);
  }
}
