export function Palette({ path }: { readonly path: string }) {
  return <div>{path}</div>;
}
