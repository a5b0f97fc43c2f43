import { type Command, refuseOperands } from '../session.ts';
import { printable } from '../terminal-text.ts';

export const cancelCommand: Command = {
  name: 'cancel',
  usage: ['cancel'],
  options: {},
  async run(session, _options, operands) {
    refuseOperands(operands);
    const answer = await session.client.request('cancel', undefined);
    if (!answer.ok) return session.failed(answer.error);
    const texts = await session.texts();
    session.answer(answer.value, [`${texts.cancelled} (${printable(answer.value.state)})`]);
    return 0;
  },
};
