/** Everything that can go wrong, one click each; the same click again mends it. */
import { post } from './api.js';
import { button, byId, make } from './elements.js';

/** @type {Record<string, string[]>} */
const deviceFaults = {
  printer: ['paper-out', 'paper-low', 'cover-open', 'unplugged', 'garbage'],
  scanner: ['unplugged', 'garbage'],
  keypad: ['unplugged'],
  display: ['unplugged'],
};
const networkFaults = [
  'down',
  'slow',
  'lost-answers',
  'lost-requests',
  'errors',
  'captive-portal',
  'wrong-ca',
  'expired-certificate',
  'wrong-clock',
  'dns',
  'bad-signature',
];

/** Present fault of each device and of the network. @type {Map<string, string>} */
const present = new Map();

/** @param {string} what */
const show = (what) => {
  const fault = present.get(what) ?? 'ok';
  const group = document.querySelector(`[data-broken="${what}"]`);
  group?.classList.toggle('broken', fault !== 'ok');
  for (const chip of group?.querySelectorAll('.chip[data-fault]') ?? [])
    chip.setAttribute('aria-pressed', String(chip.dataset.fault === fault));
};

/** @param {string} what @param {string} fault */
export const showFault = (what, fault) => {
  present.set(what, fault);
  show(what);
};

/** @param {any} texts @param {{ withNetwork: boolean, onRefused: (error: any) => void }} options */
export const showFaults = (texts, { withNetwork, onRefused }) => {
  /** @param {string} path @param {object} body */
  const send = async (path, body) => {
    const answer = await post(path, body);
    if (!answer.ok) onRefused(answer.error);
  };
  /** @param {string} what @param {string} fault @param {(fault: string) => void} set */
  const chip = (what, fault, set) => {
    const element = button('chip', texts.faults.names[fault], () => set(present.get(what) === fault ? 'ok' : fault));
    element.dataset.fault = fault;
    element.setAttribute('aria-pressed', 'false');
    return element;
  };
  /** @param {string} device */
  const deviceGroup = (device) => {
    const faults = deviceFaults[device] ?? [];
    const chips = faults.map((fault) =>
      chip(device, fault, (next) => void send('/api/device', { device, fault: next })),
    );
    const group = make(
      'div',
      { class: faults.length > 1 ? 'fault-group wide' : 'fault-group', 'data-broken': device },
      make('h3', {}, texts.faults.devices[device]),
      make('div', { class: 'chips' }, ...chips),
    );
    group.style.setProperty('--columns', String(Math.min(3, faults.length)));
    return group;
  };
  const cut = button('chip cut-power', texts.faults.cutPower, () => void send('/api/power', { action: 'cut' }));
  const power = make(
    'div',
    { class: 'fault-group wide', 'data-broken': 'power' },
    make('h3', {}, texts.faults.power),
    make('div', { class: 'chips' }, cut),
  );
  byId('faults-title').textContent = texts.faults.title;
  byId('device-faults').replaceChildren(...Object.keys(deviceFaults).map(deviceGroup), power);

  const network = byId('network');
  network.hidden = !withNetwork;
  network.dataset.broken = 'network';
  byId('network-title').textContent = texts.faults.network;
  byId('network-faults').replaceChildren(
    ...networkFaults.map((fault) => chip('network', fault, (next) => void send('/api/network', { fault: next }))),
  );
  for (const what of present.keys()) show(what);
};
