/** Which approvals the inbox shows, and which one is open: kept in the URL. */
export interface ApprovalSearch {
  show?: "decided";
  board?: string;
  approval?: string;
}

export function parseApprovalSearch(search: Record<string, unknown>): ApprovalSearch {
  const clean: ApprovalSearch = {};
  if (search.show === "decided") clean.show = "decided";
  for (const name of ["board", "approval"] as const) {
    const value = search[name];
    if (typeof value === "string" && value !== "") clean[name] = value;
  }
  return clean;
}
