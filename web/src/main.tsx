import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followAppearance } from "./features/settings/appearance";
import { speakFor } from "./lib/api/place";
import { listenForShortcuts } from "./lib/keyboard/shortcuts";
import { refetchSoon } from "./lib/live/refetchSoon";
import { makeQueryClient } from "./lib/queryClient";
import { keys } from "./lib/queryKeys";
import { followOtherTabs, onSessionChange } from "./lib/session";
import { submitOnce } from "./lib/submitOnce";
import { makeRouter } from "./router";
import "./ui/styles.css";
import { Toasts } from "./ui/Toasts";
import { TooltipProvider } from "./ui/Tooltip";

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);

onSessionChange((end) => {
  if (end === null) return;
  const { href, pathname } = router.state.location;
  queryClient.clear();
  if (pathname === "/sign-in") return;
  const search = end === "expired" ? { to: href, expired: true } : {};
  void router.navigate({ to: "/sign-in", search });
});
followOtherTabs();
speakFor({
  organization: () => queryClient.getQueryData<string>(keys.organizationHere),
  // Where one is now shows whether the page has to be left.
  forbidden: () => void refetchSoon(queryClient, keys.organizations),
});
followAppearance();
listenForShortcuts();
submitOnce();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delayDuration={300}>
        <RouterProvider router={router} />
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
