/** Above everything: menus, the files that are open, the way to all commands, colours and language. */
import { ChevronDown, Command as CommandIcon, Moon, Sun, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useStore } from 'zustand';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { isUnsaved } from '../documents.ts';
import { preferences } from '../preferences.ts';
import type { Command } from './command.ts';
import { allCommands, closeTab, shellCommands } from './commands.ts';
import { keysText } from './keys.ts';
import { modeOf } from './theme.ts';
import { show } from './ui.ts';
import { shellWords } from './words.ts';

const menus = ['file', 'edit', 'view'] as const;

export function Top() {
  const words = useWords(shellWords);
  const { language, theme } = useStore(preferences);
  const isDark = modeOf(theme) === 'dark';
  return (
    <header className="shell-top" data-part="top">
      <span className="shell-brand">Netwright</span>
      <nav aria-label={words.menu} className="shell-menus">
        {menus.map((menu) => (
          <Menu key={menu} title={words[menu]} prefixes={menu === 'file' ? ['file', 'export'] : [menu]} />
        ))}
      </nav>
      <Tabs />
      <button
        type="button"
        className="shell-icon"
        title={`${words.search} (${keysText('Mod+K')})`}
        aria-label={words.search}
        onClick={() => show({ kind: 'commands' })}
      >
        <CommandIcon size={15} />
      </button>
      <button
        type="button"
        className="shell-icon"
        title={words.theme}
        aria-label={`${words.theme}: ${isDark ? words.light : words.dark}`}
        onClick={() => preferences.setState({ theme: isDark ? 'light' : 'dark' })}
      >
        {isDark ? <Sun size={15} /> : <Moon size={15} />}
      </button>
      <button
        type="button"
        className="shell-icon shell-language"
        title={words.languageName}
        aria-label={words.languageName}
        onClick={() => preferences.setState({ language: language === 'en' ? 'zh' : 'en' })}
      >
        {words.language}
      </button>
    </header>
  );
}

function Menu({ title, prefixes }: { readonly title: string; readonly prefixes: readonly string[] }) {
  const commands = shellCommands.filter(({ id }) => prefixes.includes(id.split('.')[0] ?? ''));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="shell-menu">{title}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="shell-popover" align="start" sideOffset={4}>
          {commands.map((command, index) => {
            const before = commands[index - 1];
            const isNew = before && before.id.split('.')[0] !== command.id.split('.')[0];
            return (
              <div key={command.id} role="none">
                {isNew && <DropdownMenu.Separator className="shell-separator" />}
                <MenuItem command={command} />
              </div>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MenuItem({ command }: { readonly command: Command }) {
  const studio = useStudio();
  const path = useStudioData(({ active }) => active);
  const text = useWords(command.words);
  const enabled = command.enabled?.(studio, path) ?? true;
  return (
    <DropdownMenu.Item
      className="shell-item"
      disabled={!enabled}
      // Behind the menu, which gives the focus back as it closes.
      onSelect={() => setTimeout(() => command.run(studio, path))}
    >
      {text}
      {command.keys?.[0] && <kbd>{keysText(command.keys[0])}</kbd>}
    </DropdownMenu.Item>
  );
}

function Tabs() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const active = useStudioData((data) => data.active);
  const tabs = useStudioData((data) => data.tabs);
  return (
    <div className="shell-tabs" role="tablist" aria-label={words.tabs}>
      {tabs.map(({ document, state }) => {
        const { path } = document;
        const unsaved = isUnsaved(document);
        const broken = state?.diagnostics.some(({ severity }) => severity === 'error') ?? false;
        return (
          <div key={path} className="shell-tab" data-active={path === active} data-broken={broken} role="none">
            <button
              type="button"
              role="tab"
              aria-selected={path === active}
              tabIndex={path === active ? 0 : -1}
              title={path}
              onClick={() => studio.activate(path)}
              onAuxClick={({ button }) => button === 1 && closeTab(studio, path)}
              onKeyDown={(event) => walk(event, path)}
            >
              {path.slice(path.lastIndexOf('/') + 1)}
              {unsaved && <span className="shell-unsaved" role="img" aria-label={words.unsaved} />}
            </button>
            <button
              type="button"
              className="shell-close"
              aria-label={`${words.close}: ${path}`}
              onClick={() => closeTab(studio, path)}
            >
              <X size={12} />
            </button>
          </div>
        );
      })}
      {tabs.length > 0 && (
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className="shell-icon" aria-label={words.openFile}>
            <ChevronDown size={14} />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="shell-popover" align="start" sideOffset={4}>
              {allCommands
                .filter(({ id }) => ['file.new', 'file.zoo', 'file.open'].includes(id))
                .map((command) => (
                  <MenuItem key={command.id} command={command} />
                ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      )}
    </div>
  );

  /** Left and right go through the tabs, as in every row of tabs. */
  function walk(event: React.KeyboardEvent, path: string): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = tabs.findIndex(({ document }) => document.path === path);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    studio.activate(next.document.path);
    const row = event.currentTarget.closest('[role="tablist"]');
    const buttons = row?.querySelectorAll<HTMLElement>('[role="tab"]');
    buttons?.[(index + step + tabs.length) % tabs.length]?.focus();
  }
}
