/** Above everything: menus, the files that are open, the way to all commands, colours and language. */
import { Command as CommandIcon, Moon, Plus, Sun, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStudio, useStudioData, useWords } from '../context.tsx';
import { isUnsaved } from '../documents.ts';
import { preferences } from '../preferences.ts';
import type { Tab as OpenTab } from '../studio.ts';
import { menus } from './commands.ts';
import { keysText } from './keys.ts';
import { Menu, Menus } from './Menus.tsx';
import { closeTab, nameOf } from './open-files.ts';
import { modeOf } from './theme.ts';
import { show } from './ui.ts';
import { shellWords } from './words.ts';

export function Top() {
  const words = useWords(shellWords);
  const { language, theme } = useStore(preferences);
  const isDark = modeOf(theme) === 'dark';
  return (
    <header className="shell-top" data-part="top">
      <h1 className="shell-brand">Netwright</h1>
      <Menus />
      <Tabs />
      <button
        type="button"
        className="shell-icon"
        title={`${words.commands} (${keysText('Mod+K')})`}
        aria-label={words.commands}
        onClick={() => show({ kind: 'commands' })}
      >
        <CommandIcon size={15} />
      </button>
      <button
        type="button"
        className="shell-icon"
        title={isDark ? words.light : words.dark}
        aria-label={isDark ? words.light : words.dark}
        onClick={() => preferences.setState({ theme: isDark ? 'light' : 'dark' })}
      >
        {isDark ? <Sun size={15} /> : <Moon size={15} />}
      </button>
      <button
        type="button"
        className="shell-icon shell-language"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        onClick={() => preferences.setState({ language: language === 'en' ? 'zh' : 'en' })}
      >
        {words.otherLanguage}
      </button>
    </header>
  );
}

function Tabs() {
  const words = useWords(shellWords);
  const active = useStudioData((data) => data.active);
  const tabs = useStudioData((data) => data.tabs);
  return (
    <nav className="shell-tabs" aria-label={words.tabs}>
      <ul>
        {tabs.map((tab) => (
          <Tab key={tab.document.path} tab={tab} isActive={tab.document.path === active} />
        ))}
      </ul>
      {tabs.length > 0 && (
        <Menu
          className="shell-icon"
          trigger={<Plus size={14} />}
          name={words.openMore}
          groups={menus.file.slice(0, 1)}
        />
      )}
    </nav>
  );
}

function Tab({ tab, isActive }: { readonly tab: OpenTab; readonly isActive: boolean }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const own = useRef<HTMLLIElement>(null);
  const { document, state } = tab;
  const { path } = document;
  const errors = state?.diagnostics.filter(({ severity }) => severity === 'error').length ?? 0;
  useEffect(() => {
    if (isActive) own.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive]);
  return (
    <li ref={own} className="shell-tab" data-active={isActive} data-broken={errors > 0}>
      <button
        type="button"
        className="shell-tab-name"
        aria-current={isActive ? 'page' : undefined}
        title={path}
        onClick={() => studio.activate(path)}
        onAuxClick={({ button }) => button === 1 && closeTab(studio, path)}
      >
        {nameOf(path)}
        {errors > 0 && <span className="shell-hidden">, {words.errors(errors)}</span>}
        {/* Always there, so that the row does not move at the first letter. */}
        <span className="shell-unsaved" data-unsaved={isUnsaved(document)}>
          {isUnsaved(document) && <span className="shell-hidden">, {words.unsaved}</span>}
        </span>
      </button>
      <button
        type="button"
        className="shell-close"
        aria-label={`${words.close}: ${path}`}
        onClick={() => closeTab(studio, path)}
      >
        <X size={12} />
      </button>
    </li>
  );
}
