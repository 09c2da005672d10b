/** What the application remembers between starts: recent folders, and how its window was. */
import { join } from 'node:path';
import { readText, writeWhole } from '../src/machine/files.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Settings {
  /** The latest first. */
  readonly folders: readonly string[];
  readonly bounds: Bounds | undefined;
  readonly isMaximised: boolean;
}

const mostFolders = 10;

export interface SettingsFile {
  get(): Settings;
  change(settings: Partial<Settings>): void;
}

/** Where the file cannot be read or written, the application goes on with what it knows. */
export function openSettings(userData: string): SettingsFile {
  const path = join(userData, 'settings.json');
  const reading = readText(path);
  let settings = settingsIn(reading.kind === 'text' ? reading.text : '');
  return {
    get: () => settings,
    change(some) {
      settings = { ...settings, ...some };
      writeWhole(path, `${JSON.stringify(settings, null, 2)}\n`);
    },
  };
}

export function withFolder(folders: readonly string[], folder: string): readonly string[] {
  return [folder, ...folders.filter((each) => each !== folder)].slice(0, mostFolders);
}

function settingsIn(text: string): Settings {
  const { folders, bounds, isMaximised } = objectIn(text);
  return {
    folders: Array.isArray(folders) ? folders.filter((each) => typeof each === 'string').slice(0, mostFolders) : [],
    bounds: isBounds(bounds) ? bounds : undefined,
    isMaximised: isMaximised === true,
  };
}

function objectIn(text: string): Partial<Record<keyof Settings, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // The first start, or half a file.
  }
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Partial<Record<keyof Bounds, unknown>>;
  return [x, y, width, height].every((each) => Number.isInteger(each)) && Number(width) > 0 && Number(height) > 0;
}

/** Only what can still be seen: the display may be gone. */
export function visibleBounds(bounds: Bounds | undefined, displays: readonly Bounds[]): Bounds | undefined {
  const reach = 50;
  return bounds &&
    displays.some(
      (display) => overlap(bounds, display, 'x', 'width') > reach && overlap(bounds, display, 'y', 'height') > reach,
    )
    ? bounds
    : undefined;
}

function overlap(one: Bounds, other: Bounds, at: 'x' | 'y', size: 'width' | 'height'): number {
  return Math.min(one[at] + one[size], other[at] + other[size]) - Math.max(one[at], other[at]);
}
