import { errorMessage } from "@/lib/api/errors";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";

interface Words {
  name: string;
  description: string;
}

interface Props {
  words: Words;
  onChange: (part: Partial<Words>) => void;
  /** Why the form was refused. */
  error: Error | null;
}

/** The end of a form about something that has an address. */
export function NameAndDescription({ words, onChange, error }: Props) {
  return (
    <>
      <Field label="Name" optional hint="Made from the address when left empty.">
        {(control) => (
          <Input {...control} value={words.name} onChange={({ target }) => onChange({ name: target.value })} />
        )}
      </Field>
      <Field label="Description" optional>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={words.description}
            onChange={({ target }) => onChange({ description: target.value })}
          />
        )}
      </Field>
      {error && <FormError>{errorMessage(error)}</FormError>}
    </>
  );
}
