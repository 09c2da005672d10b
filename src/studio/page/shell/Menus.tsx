/** The window's menus, of the one table of commands. */
import { DropdownMenu } from 'radix-ui';
import { Fragment, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { type Preferences, parts, preferences } from '../preferences.ts';
import { type Command, runCommand } from './command.ts';
import { commandOf, menus } from './commands.ts';
import { whenFocusIsBack } from './focus.ts';
import { keysText } from './keys.ts';
import { shellWords } from './words.ts';

export function Menus() {
  const words = useWords(shellWords);
  return (
    <nav aria-label={words.menu} className="shell-menus">
      {(['file', 'edit', 'view'] as const).map((menu) => (
        <Menu key={menu} trigger={words[menu]} groups={menus[menu]} className="shell-menu" />
      ))}
    </nav>
  );
}

interface MenuProps {
  readonly trigger: ReactNode;
  readonly name?: string;
  readonly groups: readonly (readonly string[])[];
  readonly className: string;
}

export function Menu({ trigger, name, groups, className }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={className} aria-label={name}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="shell-popover" align="start" sideOffset={4}>
          {groups.map((ids, index) => (
            <Fragment key={ids[0]}>
              {index > 0 && <DropdownMenu.Separator className="shell-separator" />}
              {ids.map((id) => {
                const command = commandOf(id);
                return command && <Item key={id} command={command} />;
              })}
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ command }: { readonly command: Command }) {
  const studio = useStudio();
  const path = useStudioData(({ active }) => active);
  const words = useWords(command.words);
  const isOn = useStore(preferences, (each) => stateOf(command.id, each));
  const [keys] = command.keys ?? [];
  const shared = {
    className: 'shell-item',
    disabled: !(command.enabled?.(studio, path) ?? true),
    onSelect: () => whenFocusIsBack(() => runCommand(studio, command)),
  };
  const inside = (
    <>
      <span className="shell-check" aria-hidden="true">
        {isOn ? '✓' : ''}
      </span>
      <span>{words}</span>
      {keys && <kbd>{keysText(keys)}</kbd>}
    </>
  );
  return isOn === undefined ? (
    <DropdownMenu.Item {...shared}>{inside}</DropdownMenu.Item>
  ) : (
    <DropdownMenu.CheckboxItem {...shared} checked={isOn}>
      {inside}
    </DropdownMenu.CheckboxItem>
  );
}

/** Whether what a command switches is on; undefined where it switches nothing. */
function stateOf(id: string, { hidden, table, theme, language }: Preferences): boolean | undefined {
  const part = parts.find((each) => each === id);
  if (part) return !hidden.includes(part);
  if (id === 'problems' || id === 'layers' || id === 'compare') return table === id;
  if (id === 'light' || id === 'dark' || id === 'system') return theme === id;
  if (id === 'english' || id === 'chinese') return (language === 'en') === (id === 'english');
  return undefined;
}
