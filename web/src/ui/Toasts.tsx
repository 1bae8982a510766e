import { CircleAlert, CircleCheck } from "lucide-react";
import { Toaster } from "sonner";
import { isDark, useAppearance } from "@/features/settings/appearance";

export function Toasts() {
  const [appearance] = useAppearance();
  return (
    <Toaster
      theme={isDark(appearance) ? "dark" : "light"}
      position="bottom-right"
      offset={16}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      icons={{
        success: <CircleCheck className="size-4 text-ok-mark" aria-hidden />,
        error: <CircleAlert className="size-4 text-bad-mark" aria-hidden />,
      }}
    />
  );
}
