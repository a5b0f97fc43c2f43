/** English: the failures of the box itself: activation, amounts, devices, storage, settings, commands. */
import type { BoxErrorTexts } from './error-text.ts';

export const boxErrorsEn: BoxErrorTexts = {
  'ACT-01': {
    short: 'Terminal is not activated',
    message: 'The terminal has not been activated yet.',
    cure: 'Enter the activation code from the Sendy merchant account: on the box or with sendybox activate.',
  },
  'ACT-02': {
    short: 'Wrong code[, attempts left: {attemptsLeft}]',
    message: 'The activation code is wrong.[ Attempts left: {attemptsLeft}.]',
    cure: 'Check terminal id, serial number and code in the merchant account and enter the code again. The third wrong attempt voids the code.',
  },
  'ACT-03': {
    short: 'Activation code is void',
    message: 'The activation code is no longer valid: it was used, or entered wrongly three times.',
    cure: 'Make a new code in the Sendy merchant account and activate again.',
  },
  'ACT-04': {
    short: 'No such terminal',
    message: 'No terminal with this id and serial number is registered. The attempt was not counted.',
    cure: 'Compare terminal id and serial number with the Sendy merchant account.',
  },
  'ACT-05': {
    short: 'Terminal is active elsewhere',
    message: 'This terminal is already active on another box.',
    cure: 'If that box is out of use, confirm the replacement (sendybox activate --replace). Its key then becomes void.',
  },
  'ACT-06': {
    short: 'Moved to another box',
    message: 'Another box was activated for this terminal: the key of this one is void.',
    cure: 'If that was a mistake, make a new activation code and activate the terminal here again.',
  },
  'ACT-07': {
    short: 'Check the activation data',
    message: 'An activation field is empty or not as it must be.',
    cure: 'Terminal id, serial number and activation code are all needed, each of at most 64 characters.',
  },
  'ACT-08': {
    short: 'Payments are still open',
    message: 'Payments of another terminal or server are still open: it cannot be changed yet.',
    cure: 'Set the former server address and terminal and wait until the box has ended the payments.',
  },
  'ACT-09': {
    short: 'Was activated before',
    message:
      'A terminal[ {terminal}] has been activated on this box before[ ({date})]: it may be active now. Nothing was sent.',
    cure: 'If it is to be activated all the same, confirm it: ENTER on the box, a yes, or sendybox activate --replace.',
  },
  'ACT-10': {
    short: 'Shift is not closed',
    message: 'The shift of the present terminal is not closed: terminal and server cannot be changed yet.',
    cure: 'Close the day (MENU 1), then try again.',
  },
  'TRM-01': {
    short: 'Terminal file is damaged',
    message: 'terminal.json is empty, torn or was edited wrongly. It was left as it is.',
    cure: 'Restore the file from a backup. If there is none, make a new code and activate the terminal again.',
  },
  'TRM-02': {
    short: 'Terminal file is out of reach',
    message: 'terminal.json cannot be read or written.',
    cure: 'Check free space and the rights of the data directory; its files belong to the user sendybox.',
  },
  'AMT-01': {
    short: 'Enter an amount',
    message: 'The amount is missing or zero.',
    cure: 'Type the amount of the sale and press ENTER.',
  },
  'AMT-02': {
    short: 'Amount is below {limit}',
    message: 'The amount is below what the terminal may take.[ Minimum: {limit}.]',
    cure: 'Enter a larger amount or take the payment another way.',
  },
  'AMT-03': {
    short: 'Amount is above {limit}',
    message: 'The amount is above what the terminal may take.[ Maximum: {limit}.]',
    cure: 'Split the payment or take it another way.',
  },
  'AMT-04': {
    short: 'Not an amount',
    message: 'This is not an amount in roubles.',
    cure: 'Write the amount as 150, 150.00 or 150,00.',
  },
  'SCN-01': {
    short: 'Scanner is missing',
    message: 'The scanner was not found.',
    cure: 'Check the cable of the scanner. If it is connected, check the setting devices.scanner.',
  },
  'SCN-02': {
    short: 'Empty code, scan again',
    message: 'The scanner read an empty code.',
    cure: 'Scan the customer’s code again.',
  },
  'SCN-03': {
    short: 'The code is too long',
    message: 'The code is longer than a payment code may be[ ({limit} bytes)].',
    cure: 'Ask the customer to open the payment code in the app, and scan that.',
  },
  'SCN-04': {
    short: 'The code is unreadable',
    message: 'The code holds control characters or binary data: it is not a payment code.',
    cure: 'Scan it again. If every code fails, check the layout and the mode of the scanner.',
  },
  'SCN-05': {
    short: 'No scan is wanted now',
    message: 'A code was scanned when none was wanted. It was not used.',
    cure: 'Type the amount and press ENTER first, then scan.',
  },
  'SCN-06': {
    short: 'Scanner fault',
    message: 'The scanner sends data that cannot be understood.',
    cure: 'Set the scanner to USB HID POS mode and plug it in again.',
  },
  'SCN-07': {
    short: 'Not our slip',
    message: 'This code is not on a slip of this terminal.',
    cure: 'Scan the code at the bottom of the slip, or type the transaction number.',
  },
  'PRN-01': {
    short: 'Printer is missing',
    message: 'The printer was not found.',
    cure: 'Check power and cable of the printer. If they are well, check the setting devices.printer.',
  },
  'PRN-02': {
    short: 'Paper out: put in a roll',
    message: 'The printer is out of paper.',
    cure: 'Put in a new roll and close the cover: printing goes on by itself.',
  },
  'PRN-03': {
    short: 'Close the printer cover',
    message: 'The printer cover is open.',
    cure: 'Close the cover: printing goes on by itself.',
  },
  'PRN-04': {
    short: 'Printer does not answer',
    message: 'The printer did not answer in time.',
    cure: 'Switch the printer off and on. What was not printed will be.',
  },
  'PRN-05': {
    short: 'Printer fault',
    message: 'The printer reports an error of the cutter, the head or the mechanism.',
    cure: 'Open the cover, take out jammed paper, switch the printer off and on. If that does not help, call service.',
  },
  'PRN-06': {
    short: 'Paper is low',
    message: 'The printer is low on paper.',
    cure: 'Have a new roll ready.',
  },
  'PRN-07': {
    short: 'Printer answers garbage',
    message: 'The printer sends answers that cannot be understood.',
    cure: 'Check baud rate and cable (setting devices.printer), switch the printer off and on.',
  },
  'KEY-01': {
    short: 'Keypad is missing',
    message: 'The keypad was not found.',
    cure: 'Check the cable of the keypad.',
  },
  'DSP-01': {
    short: 'Display is missing',
    message: 'The display was not found.',
    cure: 'Check power and cable of the display and the setting devices.display.',
  },
  'DEV-01': {
    short: 'Device is not set up',
    message: 'The driver of the device[ {path}][ ({driver})] is not set or not known.',
    cure: 'Set the driver: sendybox settings set devices.…={"driver": …}.',
  },
  'JRN-01': {
    short: 'Disk is full',
    message: 'The disk is full: the journal of payments cannot be written.',
    cure: 'Free some space (df -h), in the log directory first. Until then no payments are taken.',
  },
  'JRN-02': {
    short: 'Journal cannot be written',
    message: 'The journal of payments cannot be written.',
    cure: 'Check the disk or SD card and the rights of the data directory, restart the box.',
  },
  'JRN-03': {
    short: 'Journal of a newer version',
    message:
      'The journal of payments was written by a newer version of the software.[ It is of version {version}, this one knows {supported}.]',
    cure: 'Install that newer version of the box’s software again.',
  },
  'JRN-04': {
    short: 'Journal is damaged',
    message: 'The journal of payments is damaged.',
    cure: 'Do not delete journal.db. Keep a copy and call support.',
  },
  'JRN-05': {
    short: 'Journal cannot be read',
    message: 'The journal of payments[ {file}] cannot be read[: {errno}].',
    cure: 'Only the user sendybox and root may read it (the group sendybox may not): use sudo, or sudo -u sendybox. Else check the disk or SD card.',
  },
  'JRN-06': {
    short: 'There is no journal',
    message: 'There is no journal of payments[: {file}].',
    cure: 'Check SENDYBOX_DATA. A box that has never run has none.',
  },
  'SET-01': {
    short: 'Settings file is damaged',
    message: 'settings.json is empty, torn or not JSON. It was left as it is, the last good settings are in force.',
    cure: 'Mend the file, or use sendybox settings set: the refused file is then kept as settings.json.refused.',
  },
  'SET-02': {
    short: 'Setting is not allowed',
    message: 'The value of the setting[ {path}][ {key}] is not allowed.[ Allowed: {allowed}.]',
    cure: 'Correct the value. Until then the last good settings are in force.',
  },
  'SET-03': {
    short: 'Unknown setting',
    message: 'Unknown setting[: {path}].',
    cure: 'Check the spelling of the key: sendybox settings shows them all.',
  },
  'SET-04': {
    short: 'Settings of a newer version',
    message: 'The settings were written by a newer version of the software.[ The key {path} is kept and ignored.]',
    cure: 'Update the software of the box, or leave it so.',
  },
  'SET-05': {
    short: 'Server address is not set',
    message: 'The address of the Sendy server (serverUrl) is not set: the box is out of service.',
    cure: 'Set it: sendybox settings set serverUrl=https://…/',
  },
  'SET-06': {
    short: 'Settings cannot be saved',
    message: 'settings.json cannot be read or written. The settings were not changed.',
    cure: 'Check free space and the rights of the data directory.',
  },
  'SRV-01': {
    short: 'No service PIN is set',
    message: 'No PIN is set for the service menu, so it stays closed.',
    cure: 'Set one of 4 to 8 digits: sendybox settings set servicePin=DIGITS.',
  },
  'SRV-02': {
    short: 'Wrong PIN[, attempts left {attemptsLeft}]',
    message: 'The PIN of the service menu is wrong.[ Attempts left: {attemptsLeft}.]',
    cure: 'Type it again. After the third wrong one the menu is locked for 5 minutes. A forgotten PIN is set anew: sendybox settings set servicePin=DIGITS.',
  },
  'SRV-03': {
    short: 'PIN is locked[ for {minutes} min]',
    message:
      'The service PIN was wrong three times: it is locked[ for another {minutes} min]. A restart does not end that.',
    cure: 'Wait, then type the right PIN. Payments are taken all the same.',
  },
  'SRV-04': {
    short: 'PINs differ',
    message: 'The new PIN was not typed the same the second time. The old one stays in force.',
    cure: 'Type the new PIN twice in the same way.',
  },
  'SRV-05': {
    short: 'Attempt cannot be saved',
    message: 'The attempt cannot be written to the disk, so the PIN is not looked at.',
    cure: 'Check free space and the rights of the data directory. sendybox settings set changes settings, too.',
  },
  'LOG-01': {
    short: 'No log',
    message: 'There is no log[ of {day}][ in {directory}].[ There are: {days}.]',
    cure: 'Choose another day: sendybox log --day DAY. Days beyond logRetentionDays are removed.',
  },
  'LOG-02': {
    short: 'Log unreadable',
    message: 'The log[ in {directory}] cannot be read[: {errno}].',
    cure: 'Membership in the group sendybox is needed; check SENDYBOX_LOG and the rights on the directory.',
  },
  'FIL-01': {
    short: 'File exists already',
    message: 'The file[ {file}] exists already.',
    cure: 'Choose another name; --force replaces an earlier backup or bundle, and nothing else.',
  },
  'FIL-02': {
    short: 'No such directory',
    message: 'There is no directory[ {directory}].',
    cure: 'Make it first (mkdir), or choose another one; check that the USB stick is mounted.',
  },
  'FIL-03': {
    short: 'No right to write',
    message: 'You may not write into the directory[ {directory}].',
    cure: 'Choose a directory in which the user who gives the command may write, such as his home, or use sudo. The group sendybox gives no right to write.',
  },
  'FIL-04': {
    short: 'Disk is full',
    message: 'There is no space left in the directory[ {directory}]. Nothing was written.',
    cure: 'Choose another disk, such as a USB stick, or free some space (df -h). A backup needs room for a copy of the journal, too, while it is made.',
  },
  'FIL-05': {
    short: 'File not written',
    message: 'The file[ {file}] could not be written[: {errno}].',
    cure: 'Choose another directory or disk.',
  },
  'FIL-06': {
    short: 'This is another file',
    message: 'What is there[ as {file}] is no earlier backup or bundle. It was left as it is.',
    cure: 'Choose another name: --force replaces nothing but an earlier backup or bundle.',
  },
  'FIL-07': {
    short: 'Stopped',
    message: 'Stopped by Ctrl-C: no file was written.',
    cure: 'Repeat the command when it suits.',
  },
  'CTL-01': {
    short: 'Request not understood',
    message: 'The box did not understand the request of the program.',
    cure: 'Program and box must be of one version: compare sendybox version with sendybox status.',
  },
  'CTL-02': {
    short: 'Unknown command',
    message: 'The box does not know this command[: {method}].',
    cure: 'Program and box must be of one version: compare sendybox version with sendybox status.',
  },
  'CLS-01': {
    short: 'Unfinished payments',
    message: 'The shift was not closed: payments are unfinished[: {numbers}].',
    cure: 'The box ends them by itself: wait a minute and close again. What each waits for: sendybox status.',
  },
  'CLS-02': {
    short: 'Nothing to close',
    message: 'Nothing was done in this shift yet, and this box closed none before it.',
    cure: 'For the report of an earlier shift: sendybox report --shift N.',
  },
  'CLS-03': {
    short: 'Another currency',
    message: 'The gateway counts the shift in another currency: it was not closed.',
    cure: 'Tell Sendy support the number of the terminal and of the shift.',
  },
  'RPT-01': {
    short: 'No such shift',
    message: 'There was no such shift[ ({shift})].',
    cure: 'The shift number is on slips and reports; without a number the report is of the present shift.',
  },
  'RPT-02': {
    short: 'It ends too early',
    message: 'The report does not end later than it begins.',
    cure: 'Give an end that is later than the beginning. For November 24: from the 24th to the 25th.',
  },
  'CTL-03': {
    short: 'Request is too large',
    message: 'The request is longer than allowed[ ({limit} bytes)].',
    cure: 'Make the request shorter.',
  },
  'CTL-04': {
    short: 'The box does not answer',
    message: 'The software of the box does not answer.',
    cure: 'Check the service: systemctl status sendybox. The rights of the group sendybox are needed.',
  },
  'CTL-05': {
    short: 'The box is running already',
    message: 'Another instance of the box’s software is running, or its socket cannot be made.',
    cure: 'Stop the second instance; check the rights of the socket’s directory.',
  },
  'CTL-06': {
    short: 'Not possible yet',
    message: 'This version of the box cannot do that yet.',
    cure: 'Install a newer version of the software when there is one.',
  },
  'BUG-01': {
    short: 'Software fault',
    message: 'A fault inside the software of the box.',
    cure: 'Give the log of this day to support.',
  },
};
