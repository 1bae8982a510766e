import { Download } from "lucide-react";
import type { Organization } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { announce } from "@/ui/toast";
import { useExportOrganization } from "./queries";

/** All of an organization as a file, which `mission-control import` reads. */
export function ExportOrganization({ organization }: { organization: Organization }) {
  const exporting = useExportOrganization(organization.name);
  return (
    <Button
      className="w-fit"
      busy={exporting.isPending}
      onClick={() =>
        announce(exporting.mutateAsync(), {
          done: `${organization.name} was exported`,
          failed: `${organization.name} could not be exported`,
        })
      }
    >
      <Download className="size-4" aria-hidden />
      Export as a file
    </Button>
  );
}
