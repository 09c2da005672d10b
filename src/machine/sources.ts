/** What counts as a source where a folder is looked through. */

export function isSourceName(name: string): boolean {
  return name.endsWith('.arch');
}

/** Hidden entries and installed packages are left out. */
export function isSkipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}
