import { Link } from "@tanstack/react-router";
import { ArrowRight, CircleCheckBig } from "lucide-react";
import type { NeedsMeItem } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { Badge } from "@/ui/Badge";
import { EmptyState } from "@/ui/EmptyState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { destinationOf, keyOf, lookOf } from "./needs";

/** What waits for a person, in the server's order: what costs most to leave waiting comes first. */
export function NeedsMe({ items }: { items: NeedsMeItem[] }) {
  const list = useListKeys<HTMLOListElement>("item");
  return (
    <section aria-labelledby="needs-me">
      <h2 id="needs-me" className="mb-2 flex items-center gap-2 font-semibold">
        Needs you
        {items.length > 0 && <Badge>{items.length}</Badge>}
      </h2>
      {items.length === 0 ? (
        <div className="rounded-lg border bg-surface">
          <EmptyState icon={CircleCheckBig} title="Nothing waits for you">
            Approvals, blocked tasks, reviews, overdue work, gateways that cannot be used and agents that went silent
            show up here by themselves.
          </EmptyState>
        </div>
      ) : (
        <ol ref={list} className="overflow-hidden rounded-lg border bg-surface">
          {items.map((item) => (
            <NeedsMeRow key={keyOf(item)} item={item} />
          ))}
        </ol>
      )}
    </section>
  );
}

function NeedsMeRow({ item }: { item: NeedsMeItem }) {
  const { label, icon: Icon, tone, action } = lookOf(item.kind);
  return (
    <li className="group relative flex flex-col gap-1 border-b px-4 py-(--pad) last:border-b-0 hover:bg-hover">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
        <Badge tone={tone}>
          <Icon className="size-3" aria-hidden />
          {label}
        </Badge>
        {item.board_name && <span className="min-w-0 flex-1 truncate">{named(item.board_name)}</span>}
        <span className="ml-auto shrink-0">
          <RelativeTime at={item.since} className="relative z-10" />
        </span>
      </div>
      <Link
        {...destinationOf(item)}
        data-row
        className="wrap-anywhere font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {named(item.title)}
      </Link>
      <p className="wrap-anywhere text-muted">
        <Sentence text={item.reason} />
      </p>
      <p className="flex items-start gap-1.5 text-accent-text group-hover:underline">
        <ArrowRight className="mt-1 size-3.5 shrink-0" aria-hidden />
        <span className="min-w-0 wrap-anywhere">{item.action ?? action}</span>
      </p>
    </li>
  );
}
