/** One shop with one box: its counter, its gateway, its disk, and the power that may go at any step. */
import type { InspectionEvent } from 'xstate';
import { createKeypadSimulator } from '../../devices/keypad/simulator.ts';
import { createPrinterSimulator } from '../../devices/printer/simulator.ts';
import { createScannerSimulator } from '../../devices/scanner/simulator.ts';
import type { BoxView } from '../../machines/box-view.ts';
import type { Exchange } from '../gateway/transport/exchange.ts';
import type { Settings } from '../settings/schema.ts';
import type { RecordDocument } from '../terminal/activation-record.ts';
import type { Identity } from '../terminal/terminal-store.ts';
import { type Books, openBooks } from './books.ts';
import { type Breakage, breaks, injected } from './breakage.ts';
import type { Bench } from './cables.ts';
import { type Customers, createCustomers } from './customer.ts';
import { type Disk, openDisk } from './disk.ts';
import { IdlePolls } from './idle-polls.ts';
import { createJudge, type Judge } from './judge.ts';
import { createMachineFaults, type MachineFaults } from './machine-faults.ts';
import { type Network, openNetwork } from './network.ts';
import { type Operator, openOperator, type WireRequest } from './operator.ts';
import type { Plan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { type SimulatedBox, switchOn } from './simulated-box.ts';
import { Till } from './till.ts';
import { instantText, type Trace } from './trace.ts';
import { createTransitions, type Transitions } from './transitions.ts';
import { VirtualTime } from './virtual-time.ts';
import { watchedNetwork } from './wire-watch.ts';

/** A Tuesday morning in November, after the release was built. */
const epochMs = Date.UTC(2026, 10, 24, 6);
const hardwareId = 'simulated-hardware-id-';

export interface ShopOptions {
  readonly seed: number;
  readonly plan: Plan;
  readonly trace: Trace;
  readonly onTransition: (id: string) => void;
}

export class Shop {
  readonly time = new VirtualTime();
  readonly plan: Plan;
  readonly trace: Trace;
  readonly operator: Operator;
  readonly network: Network;
  readonly disk: Disk;
  readonly books: Books;
  readonly bench: Bench;
  readonly till: Till;
  readonly customers: Customers;
  readonly judge: Judge;
  readonly transitions: Transitions;
  readonly faults: Record<string, number> = {};
  powerCuts = 0;
  /** The box's own clock against the true one. */
  clockErrorMs = 0;
  /** Devices are looked at so many times less often while nobody is at the till. */
  pauseFactor = 1;
  readonly breakage: Breakage = { rate: 0, aim: null, aimedBreaks: breaks, stalls: null, untold: false };
  readonly machineFaults: MachineFaults;
  /** Devices neither open nor say why not. */
  openingHangs = false;
  /** In force, on disk: what the engineer has changed outlives the power. */
  settings: Settings;
  /** Called at every step with its number in this run and in all; true: the power goes. */
  powerGoes: (step: number, what: string) => boolean = () => false;
  onStep: (what: string) => void = () => undefined;
  /** May put another answer in the place of one that arrives. */
  onHeard: (request: WireRequest, end: Exchange) => Exchange = (_, end) => end;
  /** A request has just left the box. */
  onLeft: (request: WireRequest) => void = () => undefined;
  onCut: (why: string) => void = () => undefined;
  box: SimulatedBox | null = null;
  readonly #seed: number;
  readonly #random: Random;
  readonly #breaks: Random;
  #identity: Identity | null = null;
  #activations: RecordDocument | null = null;
  #pinAttempts: string | null = null;
  #steps = 0;
  #hasRun = false;

  constructor({ seed, plan, trace, onTransition }: ShopOptions) {
    this.plan = plan;
    this.trace = trace;
    this.#seed = seed;
    this.#random = createRandom(seed, 'shop');
    this.#breaks = createRandom(seed, 'breakage');
    this.settings = plan.settings;
    this.machineFaults = createMachineFaults((kind) => this.count(kind));
    const { time } = this;
    const say = (line: string): void => this.say(line);
    const onFault = (kind: string): void => this.count(kind);
    this.operator = openOperator({
      time,
      epochMs,
      random: createRandom(seed, 'operator'),
      onProcessed: ({ path, reply }) => {
        if (path !== '/pos/payment/offline' || reply.status !== 200) return;
        const { status, transactionNumber } = JSON.parse(reply.body) as { status: string; transactionNumber: number };
        if (status === 'pending' && !this.#asked.has(transactionNumber)) {
          this.#asked.add(transactionNumber);
          this.customers.asked(transactionNumber);
        }
      },
    });
    const { ledger } = this.operator;
    this.disk = openDisk(onFault);
    this.books = openBooks(this.disk);
    this.judge = createJudge({
      books: this.books,
      disk: this.disk,
      ledger,
      slipCopies: plan.settings.slipCopies,
      say,
      instant: () => instantText(time.nowMs),
      nowMs: () => time.nowMs,
      worksInside: plan.trouble.storage === 0 && plan.trouble.ports === 0 && plan.trouble.machines === 0,
      staysOn: plan.trouble.power === 0 && plan.trouble.people === 0 && plan.trouble.engineer === 0,
      keepsTime: plan.trouble.clock === 0,
      hasTrueClock: plan.trouble.clock === 0 && plan.trouble.operator === 0 && plan.trouble.network === 0,
    });
    ledger.onChange((number) => {
      say(`ledger ${number} ${ledger.view.payment(number)?.status ?? ''}`);
      this.judge.ledgerChanged(number);
    });
    const network = openNetwork({
      time,
      operator: this.operator,
      random: createRandom(seed, 'network'),
      say,
      onFault,
      onLeaving: (request) => {
        this.judge.leaves(request);
        this.onLeft(request);
      },
    });
    this.network = watchedNetwork(network, {
      onCall: (request) => this.judge.calls(request),
      onEnd: (request, end) => {
        const heard = this.onHeard(request, end);
        this.judge.ends(request, heard);
        return heard;
      },
    });
    this.bench = {
      printer: createPrinterSimulator({
        ...(plan.slowPrinter
          ? {
              pace: {
                bytesPerSecond: 2_000,
                clock: { setTimeout: (ring, ms) => time.after(ms, ring), clearTimeout: (alarm) => time.cancel(alarm) },
              },
            }
          : {}),
        onFault: () => this.#idlePolls.stir(),
        onPaper: (sheet) => {
          this.#idlePolls.stir();
          if (!sheet.cut) return;
          say(`paper ${sheet.kind} ${sheet.qr[0]?.startsWith('SBX1') ? sheet.qr[0] : ''}`);
          this.judge.printed(sheet);
          const [code] = sheet.qr;
          if (sheet.kind !== 'qr' || code === undefined) return;
          this.judge.bounds.secret(code);
          this.customers.shown(code);
        },
        // A command that a power cut tore swallows what comes next: the slips on paper show whether that did harm.
        onComplaint: (complaint) => say(`printer: ${complaint}`),
      }),
      scanner: createScannerSimulator(),
      keypad: createKeypadSimulator(),
    };
    this.till = new Till(time, this.bench, say, {
      onShown: (code) => this.judge.bounds.secret(code),
      onPressed: (key, view) => this.judge.pressed(key, view),
    });
    this.customers = createCustomers({
      time,
      ledger,
      random: createRandom(seed, 'customers'),
      waitTimeoutMs: plan.settings.waitTimeoutSeconds * 1_000,
      contrary: plan.trouble.people,
      say,
      onFault,
    });
    this.transitions = createTransitions({
      onTransition,
      onSaleBegins: () => this.judge.saleBegins(),
      onReload: () => this.judge.reloads(),
    });
    ledger.desk.permit({ refund: plan.mayRefund });
    if (plan.activeElsewhere) ledger.activation.activateDirectly('hardware-id-of-another');
    if (!plan.startsInactive) this.#activate();
  }

  readonly #asked = new Set<number>();
  readonly #idlePolls = new IdlePolls(this.time);

  say(line: string): void {
    this.trace.say(this.time.nowMs, line);
  }

  count(kind: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
  }

  random(concern: string): Random {
    return createRandom(this.#seed, concern);
  }

  get steps(): number {
    return this.#steps;
  }

  /** Resolves when the box has come up; at once where it is up. */
  untilOn(): Promise<void> {
    return this.box === null ? new Promise((resolve) => this.#waiting.add(resolve)) : Promise.resolve();
  }

  /** Resolves when the power goes. */
  untilOff(): Promise<void> {
    return new Promise((resolve) => this.#mourning.add(resolve));
  }

  /** Where it is off. Never resolves when the power goes meanwhile: to be waited for with `untilOn`. */
  async switchOn(): Promise<void> {
    if (this.isOn) return;
    this.say('power on');
    this.breakage.untold = false;
    this.machineFaults.hasLost = false;
    this.transitions.newBox();
    if (this.#hasRun) this.judge.boxStarts();
    this.#hasRun = true;
    const box = await switchOn({
      time: this.time,
      disk: this.disk,
      network: this.network,
      bench: this.bench,
      settings: this.settings,
      onSettings: (settings) => {
        this.settings = settings;
      },
      pinAttempts: {
        read: () => this.#pinAttempts,
        save: (text) => {
          this.#pinAttempts = text;
        },
      },
      serverUrl: this.operator.baseUrl,
      timeZone: this.plan.timeZone,
      terminal: {
        read: () => this.#identity,
        save: (identity) => {
          this.#identity = identity;
        },
        readRecord: () => this.#activations,
        saveRecord: (document) => {
          this.#activations = document;
        },
      },
      hardwareId,
      random: this.#random,
      systemClockMs: () => epochMs + this.time.nowMs + this.clockErrorMs,
      idlePolls: this.#idlePolls,
      pauseFactor: () => this.pauseFactor,
      onStep: (what) => this.#step(what),
      onJournal: (call, values) => this.judge.writes(call, values),
      onJournalDone: (call, values, result) => this.judge.wrote(call, values, result),
      onJournalFailed: (call) => this.judge.failed(call),
      onPin: (isRight) => this.judge.pins.looksAt(isRight),
      onQr: (number) => this.judge.presents(number),
      onView: (view) => this.#see(view),
      onBroken: (bug) => this.#broken(bug),
      onLog: this.plan.readsTheLog ? (event, data) => this.judge.bounds.logged(event, data) : () => undefined,
      breaks: {
        breakage: this.breakage,
        random: this.#breaks,
        onFault: (kind) => this.count(kind),
        say: (line) => this.say(line),
      },
      faults: this.machineFaults,
      openingHangs: () => this.openingHangs,
      watch: (inspection: InspectionEvent) => {
        if (inspection.type === '@xstate.snapshot') this.time.wantTurn();
        this.machineFaults.watch(inspection);
        this.transitions.watch(inspection);
      },
      onCutter: (cut) => {
        this.#cut = cut;
      },
    });
    if (box === null) return;
    this.box = box;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #cut: (() => void) | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #mourning = new Set<() => void>();

  /** Everything stops; returns false where it was off already. */
  cutPower(why: string): boolean {
    const cut = this.#cut;
    if (cut === null) return false;
    this.#cut = null;
    this.box = null;
    this.powerCuts += 1;
    this.say(`power cut: ${why}`);
    cut();
    this.judge.powerGoes();
    this.till.show(null);
    for (const resolve of this.#mourning) resolve();
    this.#mourning.clear();
    this.onCut(why);
    return true;
  }

  /** As the process ends that is told to; then its power is gone. */
  async stop(why: string): Promise<void> {
    const { box } = this;
    if (box === null) return;
    this.say(`stops: ${why}`);
    await Promise.race([box.stop(), this.untilOff()]);
    if (this.box === box) this.cutPower(why);
  }

  changeSettings(changed: Partial<Settings>): void {
    this.settings = { ...this.settings, ...changed };
    this.box?.changeSettings(this.settings);
  }

  get isOn(): boolean {
    return this.#cut !== null;
  }

  close(): void {
    this.#cut?.();
    this.disk.remove();
    this.operator.close();
  }

  #step(what: string): void {
    this.#steps += 1;
    if (what.startsWith('journal')) this.say(what);
    this.onStep(what);
    if (this.powerGoes(this.#steps, what)) this.cutPower(what);
  }

  #see(view: BoxView): void {
    this.judge.shows(view);
    if (view.state !== this.till.view?.state) this.say(`screen ${view.state}`);
    this.till.show(view);
  }

  #broken(bug: unknown): void {
    const text = bug instanceof Error ? bug.message : String(bug);
    if (text !== injected) this.judge.violate('no-broken-invariant', text);
    this.cutPower('the process ended');
  }

  #activate(): void {
    const { terminalKey, ...info } = this.operator.ledger.activation.activateDirectly(hardwareId);
    const { baseUrl: serverUrl } = this.operator;
    this.#identity = {
      serverUrl,
      hardwareId,
      terminalKey,
      info: structuredClone(info) as Identity['info'],
      activatedAt: info.activatedAt,
    };
  }
}
