/** What a stream of bytes leaves on paper, cut into pieces as it arrives. */
import { createDecoder, type DecoderOptions, type PrinterAction } from '../../devices/printer/decoder.ts';
import { createPaperRoll, type PaperSheet } from '../../devices/printer/paper.ts';

export interface Decoded {
  readonly sheets: readonly PaperSheet[];
  readonly complaints: readonly string[];
  readonly actions: readonly PrinterAction[];
}

export const decodeDocument = (bytes: Uint8Array, options: Pick<DecoderOptions, 'codePages'> = {}): Decoded => {
  const complaints: string[] = [];
  const actions: PrinterAction[] = [];
  const roll = createPaperRoll(1_000);
  const decoder = createDecoder({
    ...options,
    onComplaint: (complaint) => complaints.push(complaint),
    onAction(action) {
      actions.push(action);
      if (action.type === 'print') roll.print(action.item);
      if (action.type === 'cut') roll.cut();
    },
  });
  for (const byte of bytes) decoder.push(byte);
  return { sheets: roll.sheets(), complaints, actions };
};
