"use client";

/** Fills a text field from a file of this computer; needs a script and hides without one. */
export function FileIntoField({ fieldId }: { fieldId: string }) {
  const fill = async (file: File | undefined) => {
    const field = document.getElementById(fieldId);
    if (file && field instanceof HTMLTextAreaElement) field.value = await file.text();
  };
  return (
    <label className="needs-js mb-3 flex flex-wrap items-center gap-2">
      Fill it from a file
      <input
        type="file"
        accept=".yaml,.yml"
        onChange={(event) => fill(event.target.files?.[0])}
        className="min-w-0 max-w-full file:mr-2 file:min-h-7 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-2.5 file:font-medium"
      />
    </label>
  );
}
