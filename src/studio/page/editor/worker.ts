/** Monaco's own worker, as a module that the bundler makes a file of. */
import 'monaco-editor/editor/editor.worker';
