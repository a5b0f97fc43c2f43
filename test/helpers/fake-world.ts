/**
 * A whole box in virtual time: the machines as they run, a gateway and a printer that the test answers for, a journal in
 * memory, keys and screens. What leaves the box, what is on disk and what the cashier is told stand in one order log;
 * rules that hold in every story (nothing is sent before it is on disk, no verdict is shown before) are checked as the
 * story goes, and fail its test at the end.
 */
import { expect, onTestFinished } from 'vitest';
import type { BoxView } from '../../machines/box-view.ts';
import type { EarlierActivation, Ports, Terms } from '../../machines/ports.ts';
import { type RunningBox, startBox } from '../../machines/running-box.ts';
import type { FieldError } from '../../src/errors.ts';
import { type PanelKey, panelKeys } from '../../src/keys.ts';
import type { Language } from '../../src/locale/language.ts';
import { present } from '../../src/panel/presenter.ts';
import { type Screen, screenColumns, screenRows } from '../../src/panel/screen.ts';
import { formatForScreen } from '../../src/payment/money.ts';
import * as fixtures from '../fixtures/sales.ts';
import { FakeDayClose } from './fake-world-day-close.ts';
import { FakeGateway, type GatewayCall } from './fake-world-gateway.ts';
import { FakeJournal } from './fake-world-journal.ts';
import { FakePrinter } from './fake-world-printer.ts';
import { FakeService } from './fake-world-service.ts';
import { SimulatedTime } from './simulated-time.ts';

/** An ordinary shop: the customer's code is scanned, Sendy alone, two slips. */
export const shopTerms: Terms = { ...fixtures.terms, mode: 'offline', onlineSystems: ['sendy'] };

export interface WorldOptions {
  readonly terms?: Partial<Terms> | null;
  readonly obstacle?: FieldError | null;
  readonly language?: Language;
  /** Prepares the disk before the box starts. */
  readonly disk?: (journal: FakeJournal) => void;
  /** Before the box starts: holds the printer, breaks something. */
  readonly before?: (world: World) => void;
}

const startedAtMs = Date.parse('2026-11-24T09:00:00.000Z');
const verdictOnScreen = { paid: 'PAID', failed: 'NOT PAID', unknown: 'UNKNOWN' } as const;

export class World {
  readonly time = new SimulatedTime();
  readonly gateway: FakeGateway;
  readonly journal: FakeJournal;
  readonly dayClose: FakeDayClose;
  readonly printer: FakePrinter;
  readonly service: FakeService;
  /** What happened, in order: `commit intent 42`, `send payOffline 42`, `commit verdict paid 42`, `screen PAID`, `print …`. */
  readonly log: string[] = [];
  /** The lines of the daily log. */
  readonly fieldLog: string[] = [];
  terms: Terms | null;
  obstacle: FieldError | null;
  /** What would have ended the process; every story fails on BUG-01, which most of them become on the screen. */
  readonly bugs: unknown[] = [];
  random: () => number = () => 0;
  /** How far the wall clock is off the time that passes. */
  wallJumpMs = 0;
  #language: Language;
  readonly #violations: string[] = [];
  readonly #requests: GatewayCall[] = [];
  #box: RunningBox | null = null;
  #verdict: string | null = null;

  constructor({ terms = {}, obstacle = null, language = 'ru', disk }: WorldOptions) {
    this.terms = terms === null ? null : { ...shopTerms, ...terms };
    this.obstacle = obstacle;
    this.#language = language;
    const record = (line: string): void => {
      this.log.push(line);
      this.time.stir();
    };
    const working = <T>(work: () => T) => this.time.working(work);
    const slipCopies = () => this.terms?.slipCopies ?? 0;
    this.journal = new FakeJournal({ now: () => this.now(), slipCopies, record, working });
    this.dayClose = new FakeDayClose({ now: () => this.now(), record, settle: () => this.time.settle(), working });
    this.printer = new FakePrinter(record, working);
    this.service = new FakeService({
      log: (event, data) => this.#note(event, data),
      monotonicMs: () => this.time.now(),
      wallMs: () => Date.parse(this.now()),
      working,
      onChange: ({ language: chosen, mode, waitTimeoutSeconds, slipCopies: copies }) => {
        this.#language = chosen;
        if (this.terms !== null) this.terms = { ...this.terms, mode, waitTimeoutSeconds, slipCopies: copies };
        this.#box?.changeTerms(this.terms, this.obstacle);
      },
    });
    this.gateway = new FakeGateway({
      record,
      settle: () => this.time.settle(),
      onSend: (call) => this.#checkSending(call),
    });
    disk?.(this.journal);
  }

  /** As whom this box was activated before, and what it knows of the code. */
  activeBefore: EarlierActivation | null = null;
  attemptsLeft: number | null = null;

  get box(): RunningBox {
    if (this.#box === null) throw new Error('the box is off');
    return this.#box;
  }

  now(): string {
    return new Date(startedAtMs + this.time.now() + this.wallJumpMs).toISOString();
  }

  async start(): Promise<void> {
    let lastId = 0;
    const ports: Ports = {
      gateway: this.gateway,
      journal: this.journal,
      dayClose: this.dayClose,
      printer: this.printer,
      activation: { earlier: () => this.activeBefore, attemptsLeft: () => this.attemptsLeft },
      service: await this.service.open(),
      information: {
        read: () => this.journal.readInformation(),
        print: () => this.journal.oweInformation(),
      },
      wallClock: { now: () => this.now() },
      terms: () => this.terms,
      obstacle: () => this.obstacle,
      broken: (bug) => void this.bugs.push(bug),
      random: () => this.random(),
      randomId: () => {
        lastId += 1;
        return `attempt-${lastId}`;
      },
      log: (event, data) => this.#note(event, data),
    };
    this.#box = startBox(ports, this.time);
    this.#box.onView((view) => this.#see(view));
    this.#see(this.#box.view());
    await this.time.settle();
  }

  /** The power goes and comes back: what was on disk is all that is left. */
  async cutPower(): Promise<void> {
    this.box.stop();
    this.#box = null;
    this.#verdict = null;
    this.log.push('power cut');
    await this.start();
  }

  /** Keys as they stand on the pad: `1 5 0 0 0 ENTER`. */
  async type(keys: string): Promise<void> {
    for (const key of keys.split(' ')) {
      if (!(panelKeys as readonly string[]).includes(key)) throw new Error(`no such key: ${key}`);
      this.box.press(key as PanelKey);
      await this.time.settle();
    }
  }

  async scan(code = '4001234567'): Promise<void> {
    this.box.scan(code);
    await this.time.settle();
  }

  /** 150,00 on the keypad and a code before the scanner: the request that leaves then. */
  async sell(): Promise<GatewayCall> {
    await this.type('1 5 0 0 0 ENTER');
    await this.scan();
    return this.gateway.next('payOffline');
  }

  /** One to nine roubles from another customer than the one of `sell`: the duplicate guard has nothing to ask. */
  async sellAnother(roubles: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9): Promise<GatewayCall> {
    await this.type(`${roubles} 0 0 ENTER`);
    await this.scan(`400123000${roubles}`);
    return this.gateway.next('payOffline');
  }

  /** The same where the setting is *online* and Sendy the only wallet. */
  async sellOnline(): Promise<GatewayCall> {
    await this.type('1 5 0 0 0 ENTER');
    return this.gateway.next('payOnline');
  }

  advance(ms: number): Promise<void> {
    return this.time.advance(ms);
  }

  settle(): Promise<void> {
    return this.time.settle();
  }

  screen(): Screen {
    return present(this.box.view(), this.#language);
  }

  get lines(): readonly string[] {
    return this.screen().lines;
  }

  get state(): string {
    return this.screen().state;
  }

  /** The log since the last look, without what does not begin with one of these words. */
  tell(...words: string[]): string[] {
    const lines = this.log.splice(0);
    return words.length === 0 ? lines : lines.filter((line) => words.some((word) => line.startsWith(word)));
  }

  async changeTerms(
    change: Partial<Terms> | null,
    obstacle: FieldError | null = null,
    keyLost: FieldError | null = null,
  ): Promise<void> {
    this.terms = change === null ? null : { ...(this.terms ?? shopTerms), ...change };
    this.obstacle = obstacle;
    this.box.changeTerms(this.terms, obstacle, keyLost);
    await this.time.settle();
  }

  finish(): void {
    this.#box?.stop();
    expect(this.#violations, 'rules that hold in every story').toEqual([]);
  }

  #note(event: string, data: Readonly<Record<string, unknown>> = {}): void {
    this.fieldLog.push(JSON.stringify({ event, ...data }));
    this.time.stir();
  }

  #hold(isKept: boolean, rule: string): void {
    if (!isKept && this.#violations.length < 20) this.#violations.push(`${this.now()} ${rule}`);
  }

  /** Rules 1 to 3 of the gateway contract, at the moment a request leaves. */
  #checkSending(call: GatewayCall): void {
    const { intent, order } = call.asked;
    if (intent === undefined) return;
    const sale = this.journal.sales.get(call.number);
    const isOnDisk = JSON.stringify(sale?.intent) === JSON.stringify(intent);
    this.#hold(isOnDisk, `${call.name} ${call.number} left before its intent was on disk`);
    if (order !== undefined) {
      const isOrdered = JSON.stringify(sale?.cancel) === JSON.stringify(order);
      this.#hold(isOrdered, `cancel ${call.number} ${order.ifPaid} left before it was on disk`);
      this.#hold(sale?.verdict !== 'paid', `cancel ${call.number} for a sale that is PAID`);
      const isJudged = order.ifPaid === 'keep' || sale?.verdict === 'notPaid';
      this.#hold(isJudged, `cancel ${call.number} gives money back before NOT PAID is on disk`);
      return;
    }
    this.#hold(sale?.verdict === null, `${call.name} ${call.number} left after the verdict`);
    const outcome = this.#requests.findLast((request) => request.number === call.number)?.outcome;
    const mayRepeat =
      call.name === 'refund' ||
      outcome === undefined ||
      outcome?.kind === 'notSent' ||
      (outcome?.kind === 'refused' && outcome.problem.code === 'too-many-requests');
    this.#hold(mayRepeat, `${call.name} ${call.number} was sent twice`);
    this.#requests.push(call);
  }

  /** What is on the screen is true, fits, and says the sum. */
  #see(view: BoxView): void {
    this.time.stir();
    const screen = present(view, this.#language);
    const { lines, state, tone } = screen;
    const shown = `${state}: ${JSON.stringify(lines)}`;
    this.#hold(
      lines.length <= screenRows && lines.every((line) => line.length <= screenColumns),
      `too large: ${shown}`,
    );
    this.#hold(!JSON.stringify(view).includes('BUG-01'), `a broken invariant: ${shown}`);
    if (view.sale !== null)
      this.#hold(lines[0] === formatForScreen(view.sale.amountMinor, view.sale.currency), `no sum: ${shown}`);
    const result = view.result;
    if (result === null) {
      this.#verdict = null;
      this.#hold(tone !== 'paid', `PAID without a result: ${shown}`);
      return;
    }
    this.#hold(lines[0] !== '', `no sum: ${shown}`);
    const verdict = tone === 'paid' || tone === 'failed' || tone === 'unknown' ? verdictOnScreen[tone] : tone;
    const onDisk = result.sale === null ? null : this.journal.row(result.sale.intent.transactionNumber).verdict;
    this.#hold(verdict !== 'PAID' || onDisk === 'paid', `PAID is not on disk: ${shown}`);
    this.#hold(
      verdict !== 'NOT PAID' || result.sale === null || onDisk === 'notPaid',
      `NOT PAID is not on disk: ${shown}`,
    );
    if (verdict !== this.#verdict) this.log.push(`screen ${verdict}`);
    this.#verdict = verdict;
  }
}

/** A box that has started; it is stopped, and the rules of every story are judged, when the test is over. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const world = new World(options);
  options.before?.(world);
  onTestFinished(() => world.finish());
  await world.start();
  return world;
};
