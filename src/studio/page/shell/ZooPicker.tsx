/** The zoo as a list to choose from: year, size and published error of each network. */
import { Command } from 'cmdk';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { formatShort } from '../../../analysis/format.ts';
import { useStudio, useWords } from '../context.tsx';
import { attempt } from './actions.ts';
import { Picker } from './Pickers.tsx';
import { show } from './ui.ts';
import { shellWords } from './words.ts';
import { countZoo, openFromZoo, zooEntries, zooParameters } from './zoo.ts';

export function ZooPicker() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const parameters = useStore(zooParameters);
  useEffect(() => countZoo(studio), [studio]);
  return (
    <Picker title={words.zoo}>
      <div className="shell-zoo shell-zoo-heading" aria-hidden="true">
        <span />
        <span>{words.year}</span>
        <span>{words.parameters}</span>
        <span>{words.published}</span>
      </div>
      {zooEntries.map((network) => {
        const counted = parameters.get(network.name);
        return (
          <Command.Item
            key={network.name}
            className="shell-zoo"
            value={network.name}
            keywords={[network.title, network.title.replaceAll('-', ''), String(network.year)]}
            onSelect={() => {
              show(undefined);
              attempt(studio, openFromZoo(studio, network));
            }}
          >
            <span>{network.title}</span>
            <span>{network.year}</span>
            <span>{counted === undefined ? '' : formatShort(counted)}</span>
            <span>{network.top5 === undefined ? '' : `${network.top5} %`}</span>
          </Command.Item>
        );
      })}
    </Picker>
  );
}
