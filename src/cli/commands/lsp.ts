/** The definition of `netwright lsp`. */
import { type Command, Option } from 'commander';
import { examples, type Finish } from '../options.ts';

export function addLsp(program: Command, finish: Finish): void {
  program
    .command('lsp')
    .description('speak the Language Server Protocol over standard input and output, for any editor')
    // Editors pass these by habit; there is no other way to speak, and the process is named in the protocol too.
    .addOption(new Option('--stdio', 'as it always does').hideHelp())
    .addOption(new Option('--clientProcessId <pid>', 'as the protocol says').hideHelp())
    .addHelpText(
      'after',
      `${examples(['lsp'])}\n\nAn editor starts it, as in Neovim:\n` +
        "  vim.filetype.add({ extension = { arch = 'arch' } })\n" +
        "  vim.lsp.config('netwright', { cmd = { 'netwright', 'lsp' }, filetypes = { 'arch' } })\n" +
        "  vim.lsp.enable('netwright')\n\n" +
        'It gives diagnostics with their fixes, completion, hover, definition, references, rename, signature help,\n' +
        'symbols, folding, shapes at the ends of lines, colours and formatting.\n\n' +
        'Exit code: 0 after `shutdown` and `exit`, 1 where the editor went away without.',
    )
    .action(async () => {
      const { serve } = await import('../lsp.ts');
      finish(await serve());
    });
}
