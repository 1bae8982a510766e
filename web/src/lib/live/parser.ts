/** One frame of a server-sent event stream. `id` is null when the frame carried none. */
export interface Frame {
  id: string | null;
  event: string;
  data: string;
}

/**
 * Reads text/event-stream in whatever pieces the network delivers it, per the HTML standard: lines end in LF, CR or
 * CRLF (also split between two pieces), comments are skipped, several data lines are joined, a frame without data is
 * not delivered.
 */
export class FrameParser {
  private rest = "";
  private lastWasReturn = false;
  private id: string | null = null;
  private event = "";
  private data: string[] = [];

  push(chunk: string): Frame[] {
    const frames: Frame[] = [];
    let text = chunk;
    if (this.lastWasReturn && text.startsWith("\n")) text = text.slice(1);
    if (text !== "") this.lastWasReturn = text.endsWith("\r");
    const lines = (this.rest + text).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      const frame = this.line(line);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  private line(line: string): Frame | null {
    if (line === "") return this.dispatch();
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id" && !value.includes("\0")) this.id = value;
    return null;
  }

  private dispatch(): Frame | null {
    const frame = { id: this.id, event: this.event || "message", data: this.data.join("\n") };
    const deliver = this.data.length > 0;
    this.id = null;
    this.event = "";
    this.data = [];
    return deliver ? frame : null;
  }
}
