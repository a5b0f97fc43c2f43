/** Bugs of the print ledger and of the printer's driver: a slip lost, or printed twice as if it were the first. */
import type { Plant } from './plant.ts';

export const printingPlants: readonly Plant[] = [
  {
    name: 'duplicate-mark-lost-at-start',
    what: 'what may have been on paper when the power went is printed again unmarked',
    file: 'machines/printing.ts',
    find: 'context.atStart ? params.owed.map((document) => ({ ...document, mayBeOut: true })) : params.owed',
    replace: 'params.owed',
  },
  {
    name: 'duplicate-mark-lost-after-fault',
    what: 'a slip that was torn by a printer fault is printed again unmarked',
    file: 'machines/printing.ts',
    find: '(index === 0 ? { ...document, mayBeOut: true } : document)',
    replace: 'index < 0 ? { ...document, mayBeOut: true } : document',
  },
  {
    name: 'torn-slip-is-whole',
    what: 'a fault in the middle of a slip is reported as nothing printed',
    file: 'devices/printer/driver.ts',
    find: 'const interrupted = (error: FieldError): PrintOutcome => ({ ok: false, error, mayBeOut: true });',
    replace: 'const interrupted = (error: FieldError): PrintOutcome => ({ ok: false, error, mayBeOut: false });',
  },
  {
    name: 'torn-slip-is-printed',
    what: 'a fault in the middle of a slip is reported as printed',
    file: 'devices/printer/driver.ts',
    find: '    return interrupted(failed);',
    replace: '    return interrupted(failed).ok ? interrupted(failed) : { ok: true };',
  },
  {
    name: 'handed-over-is-printed',
    what: 'a slip counts as printed when its bytes are handed over',
    file: 'devices/printer/driver.ts',
    find: 'if (failed === null) return await untilDone(asked, report, bytes.length, signal);',
    replace: 'if (failed === null) return null;',
  },
  {
    name: 'marked-before-printed',
    what: 'a slip is marked as printed before it is printed: a power cut loses it',
    file: 'machines/world.ts',
    find: `        printer.printOwed(input.document, signal),
      ),
      recordPrinted:`,
    replace: `        journal.recordPrinted([input.document.id]).then(() => printer.printOwed(input.document, signal)),
      ),
      recordPrinted:`,
  },
  {
    name: 'ledger-forgets-torn-slips',
    what: 'a slip that may be partly on paper is owed no more',
    file: 'src/journal/documents.ts',
    find: `    AND d.kind <> 'detail' ORDER BY c.id LIMIT \${maxOwed}\`,`,
    replace: `    AND d.kind <> 'detail' AND c.may_be_out = 0 ORDER BY c.id LIMIT \${maxOwed}\`,`,
  },
  {
    name: 'printed-not-recorded',
    what: 'that a slip is out is not written down',
    file: 'src/journal/documents.ts',
    find: 'printed: `UPDATE document_copy SET printed = 1 WHERE id = ? AND printed = 0',
    replace: 'printed: `UPDATE document_copy SET printed = 0 WHERE id = ? AND printed = 0',
  },
  {
    name: 'double-print',
    what: 'a copy that has just come out is printed once more',
    file: 'machines/printing.ts',
    find: "        { target: 'deciding', actions: 'advance' },",
    replace: "        { target: 'deciding' },",
  },
  {
    name: 'slip-of-another-sale',
    what: 'the slip says one kopeck more than was paid',
    file: 'src/documents/slip.ts',
    find: '    amountMinor: intent.amountMinor,\n    currency: intent.currency,\n    status: sale.status,',
    replace: '    amountMinor: intent.amountMinor + 1,\n    currency: intent.currency,\n    status: sale.status,',
  },
];
