import { errorMessage } from "@/lib/api/errors";
import type { GatewayModel } from "@/lib/api/types";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { useGatewayModels } from "../gateways/queries";

interface Props {
  gatewayId: string;
  value: string;
  onChange: (model: string) => void;
}

/** Chosen from what the gateway offers; while that cannot be asked, written by hand. */
export function ModelField({ gatewayId, value, onChange }: Props) {
  const { data: models, error } = useGatewayModels(gatewayId);
  if (error) {
    return (
      <Field
        label="Model"
        optional
        hint={`As its gateway names it: provider/model. The gateway cannot be asked now: ${errorMessage(error)}`}
      >
        {(control) => <Input {...control} value={value} onChange={({ target }) => onChange(target.value)} />}
      </Field>
    );
  }
  const chosen = models?.find(({ id }) => id === value);
  const isKnown = value === "" || chosen !== undefined;
  return (
    <Field
      label="Model"
      optional
      hint="What its turns are run with, and so what they cost."
      warning={models && warningOf(value, chosen)}
    >
      {(control) => (
        <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{models ? "As the gateway chooses" : "Asking the gateway…"}</option>
          {models?.map((model) => (
            <option key={model.id} value={model.id}>
              {labelOf(model)}
            </option>
          ))}
          {!isKnown && <option value={value}>{value}</option>}
        </Select>
      )}
    </Field>
  );
}

/** What becomes of its turns with a model that its gateway cannot run. */
function warningOf(value: string, chosen: GatewayModel | undefined): string | undefined {
  if (value === "") return undefined;
  if (!chosen) return `The gateway does not know ${value}: its turns fail until the gateway is set up for it.`;
  if (!chosen.available)
    return `The gateway cannot use ${value} now, for want of credentials for example: its turns fail.`;
  return undefined;
}

function labelOf({ id, name, is_default, available }: GatewayModel): string {
  const remarks = [is_default && "the gateway's choice", !available && "not usable there now"].filter(Boolean);
  const named = name && !id.endsWith(name) ? `${name} (${id})` : id;
  return remarks.length > 0 ? `${named}, ${remarks.join(", ")}` : named;
}
