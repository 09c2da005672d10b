/** By what the rows of a comparison can be ordered. */
export const sortKeys = ['parameters', 'macs', 'memory', 'depth', 'field', 'error', 'density'] as const;

export type SortKey = (typeof sortKeys)[number];
