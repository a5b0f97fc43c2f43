// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are bash's
/**
 * The script by which bash completes `sendybox`, written from the table of commands: their names, options and usage
 * lines. In a usage line a small word is an operand as it is typed (`get`), a word in capitals stands for a value: FILE for
 * a file, KEY for a setting, KEY=VALUE for a setting with its value.
 */
import { settingKeys } from '../settings/schema.ts';
import type { Command, CommandOptions } from './session.ts';

/** What may stand at a place of the line. */
interface Choices {
  readonly words: readonly string[];
  readonly files: boolean;
}

/** A setting whose values are few is completed with them; `24–64` and `{"driver": …}` are no words. */
const valuesOfSetting = (allowed: string): readonly string[] =>
  /^[\w-]+(?:, [\w-]+)*$/.test(allowed) ? allowed.split(', ') : [];

const settings = Object.entries(settingKeys).map(([key, { allowed }]) => ({ key, values: valuesOfSetting(allowed) }));
const assignments = settings.flatMap(({ key, values }) => [`${key}=`, ...values.map((value) => `${key}=${value}`)]);

const none: Choices = { words: [], files: false };

const choicesFor = (placeholder: string): Choices => {
  if (placeholder === 'FILE') return { words: [], files: true };
  if (placeholder === 'KEY') return { words: settings.map(({ key }) => key), files: false };
  return placeholder === 'KEY=VALUE' ? { words: assignments, files: false } : none;
};

const both = (one: Choices, other: Choices): Choices => ({
  words: [...new Set([...one.words, ...other.words])],
  files: one.files || other.files,
});

const isPlaceholder = (token: string | undefined): token is string => /^[A-Z][A-Z=]*$/.test(token ?? '');
const isOption = (token: string | undefined): boolean => token?.startsWith('--') === true;

interface Completion {
  readonly operands: Choices;
  /** By the word before: an option, or an operand that says what follows. */
  readonly after: ReadonlyMap<string, Choices>;
}

const completionOf = ({ usage, options }: Command): Completion => {
  const after = new Map<string, Choices>();
  let operands = none;
  for (const line of usage) {
    const tokens = line.split(/[\s[\]|…]+/).filter((token) => token !== '');
    tokens.slice(1).forEach((token, index) => {
      const before = tokens[index]; // the command itself, for the first
      if (isPlaceholder(token)) {
        if (index === 0) operands = both(operands, choicesFor(token));
        // one more of the same may follow: `settings set mode=ask language=ru`
        else if (token === 'KEY=VALUE') after.set(`${before}|*=*`, choicesFor(token));
        else if (before !== undefined && !isPlaceholder(before)) after.set(before, choicesFor(token));
      } else if (!isOption(token)) operands = both(operands, { words: [token], files: false });
    });
  }
  for (const [name, { values }] of Object.entries(options))
    if (values !== undefined) after.set(`--${name}`, { words: values, files: false });
  return { operands, after };
};

const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`;

const caseOf = (word: string, { words, files }: Choices): string =>
  `        ${word}) choices=${quoted(words)}${files ? ' files=1' : ''} ;;`;

const commandCase = (command: Command, everywhere: CommandOptions): string[] => {
  const { operands, after } = completionOf(command);
  const options = Object.keys({ ...command.options, ...everywhere }).map((name) => `--${name}`);
  const valued = Object.entries(command.options).filter(
    ([name, { type }]) => type === 'string' && !after.has(`--${name}`),
  );
  const cases = [...after, ...valued.map(([name]): [string, Choices] => [`--${name}`, none])];
  return [
    `    ${command.name})`,
    `      options=${quoted(options)} choices=${quoted(operands.words)}${operands.files ? ' files=1' : ''}`,
    ...(cases.length === 0
      ? []
      : ['      case $before in', ...cases.map(([word, choices]) => caseOf(word, choices)), '      esac']),
    '      ;;',
  ];
};

/**
 * `everywhere`: the options of every command. The line is read as it was typed: bash itself would cut `mode=ask` at the
 * `=` (COMP_WORDBREAKS), and what it cuts off is taken from the answers again.
 */
export const bashCompletion = (commands: readonly Command[], everywhere: CommandOptions): string =>
  `${[
    '# Completion of sendybox for bash, written by: sendybox completion bash',
    '_sendybox() {',
    '  local line=${COMP_LINE:0:COMP_POINT} options= choices= files= command= current before word index',
    '  local -a words',
    '  read -ra words <<<"$line"',
    '  [[ $line == *[[:space:]] ]] && words+=("")',
    '  current=${words[-1]} before=${words[-2]}',
    '  for ((index = 1; index < ${#words[@]} - 1; index++)); do',
    '    [[ ${words[index]} == -* ]] || { command=${words[index]}; break; }',
    '  done',
    '  case $command in',
    `    '') options=${quoted(Object.keys(everywhere).map((name) => `--${name}`))} choices=${quoted(commands.map(({ name }) => name))} ;;`,
    ...commands.flatMap((command) => commandCase(command, everywhere)),
    '  esac',
    '  [[ $current == -* ]] && choices=$options files=',
    '  COMPREPLY=($(compgen -W "$choices" -- "$current"))',
    '  if [[ -n $files ]]; then',
    '    compopt -o filenames 2>/dev/null',
    '    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")',
    '  fi',
    '  if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then',
    '    COMPREPLY=("${COMPREPLY[@]#"${current%%=*}="}")',
    '  fi',
    '  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null',
    '  return 0',
    '}',
    'complete -F _sendybox sendybox',
  ].join('\n')}\n`;
