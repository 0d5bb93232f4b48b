// Prepended to the program that runs under node: hands over what a WebAssembly program cannot see
// of the machine by itself. Runs inside the function scope of the generated script, so `ENV` (the
// environment that the program will see) and `fs` are its own.
Module['preRun'] = () => {
  const tty = require('tty');
  for (const name of ['NO_COLOR', 'TERM', 'COLUMNS', 'LC_ALL', 'LC_CTYPE', 'LANG']) {
    ENV[name] = process.env[name];  // An undefined one is taken out of the program's environment.
  }
  const terminals = [0, 1, 2].filter((descriptor) => tty.isatty(descriptor));
  ENV['WEIR_TERMINALS'] = terminals.join('');
  // process.stdout would make a pipe non-blocking when looked at: only look at terminals.
  if (!ENV['COLUMNS'] && terminals.includes(1)) ENV['COLUMNS'] = String(process.stdout.columns);
};

// A trap inside the program would have node print all of the generated script.
process.on('uncaughtException', (error) => {
  fs.writeSync(2, `weir: ${error.message}\n`);
  process.exit(134);  // As a native program that aborts.
});
