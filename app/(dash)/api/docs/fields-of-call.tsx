import type { CallParameter } from "#lib/openapi/describe-calls";
import { LongTextField, TextField } from "#ui/field";

/** A field for each value that a call takes in its address, and one for its body. */
export function FieldsOfCall(props: {
  parameters: CallParameter[];
  values: Record<string, string>;
  body: string | null;
}) {
  const { parameters, values, body } = props;
  return (
    <>
      {parameters.length > 0 && (
        <div className="grid gap-x-4 sm:grid-cols-2 xl:grid-cols-3">
          {parameters.map(({ name, type, required }) => (
            <TextField
              key={name}
              label={name}
              name={`value.${name}`}
              required={required}
              defaultValue={values[name]}
              autoComplete="off"
              hint={type}
            />
          ))}
        </div>
      )}
      {body !== null && <LongTextField label="Body" name="value.body" defaultValue={body} rows={8} />}
    </>
  );
}
