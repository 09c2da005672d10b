export function Inspector({ path }: { readonly path: string }) {
  return <div>{path}</div>;
}
