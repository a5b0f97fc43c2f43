/** The keys of the box, as `POST /api/keys` and the setting `devices.keypad.keys` name them. */
export const amountKeys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '.'] as const;
export type AmountKey = (typeof amountKeys)[number];

export const panelKeys = [...amountKeys, 'ENTER', 'CANCEL', 'CLEAR', 'UP', 'DOWN', 'MENU'] as const;
export type PanelKey = (typeof panelKeys)[number];
