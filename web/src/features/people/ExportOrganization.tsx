import { Download } from "lucide-react";
import type { Organization } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { toast, toastError } from "@/ui/toast";
import { useExportOrganization } from "./queries";

/** All of an organization as a file, which `mission-control import` reads. */
export function ExportOrganization({ organization }: { organization: Organization }) {
  const exporting = useExportOrganization(organization.name);
  return (
    <Button
      className="w-fit"
      busy={exporting.isPending}
      onClick={() =>
        exporting.mutate(undefined, {
          onSuccess: () => toast.success(`${organization.name} was exported`),
          onError: (error) => toastError(`${organization.name} could not be exported`, error),
        })
      }
    >
      <Download className="size-4" aria-hidden />
      Export as a file
    </Button>
  );
}
