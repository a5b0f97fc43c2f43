/** `sendybox completion bash`: the script that completes commands, options and settings. Works without a box. */
import { bashCompletion } from '../completion.ts';
import { refuseSurplus } from '../operands.ts';
import { type Command, type CommandOptions, UsageError } from '../session.ts';

/** `table`: all commands, this one too; asked for when it is needed, since the table holds this command. */
export const completionCommand = (
  table: () => { readonly commands: readonly Command[]; readonly everywhere: CommandOptions },
): Command => ({
  name: 'completion',
  usage: ['completion bash'],
  options: {},
  async run(session, _options, operands) {
    const [shell] = operands;
    if (shell === undefined) throw new UsageError((texts) => texts.missing('bash'));
    if (shell !== 'bash') throw new UsageError((texts) => texts.notOneOf(shell, 'bash'));
    refuseSurplus(operands, 1);
    const { commands, everywhere } = table();
    const script = bashCompletion(commands, everywhere);
    session.answer({ shell, script }, [script.trimEnd()]);
    return 0;
  },
});
