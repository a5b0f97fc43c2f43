/** English: what only the self-test says. */
import type { DoctorErrorTexts } from './error-text.ts';

export const doctorErrorsEn: DoctorErrorTexts = {
  'NET-13': {
    short: 'The link is slow',
    message: 'The Sendy server answers, but slowly[: {ms} ms].',
    cure: 'Payments work, but customers wait. Check the quality of the link (mobile signal, Wi-Fi, other traffic); if other sites are fast, call Sendy support.',
  },
  'NET-14': {
    short: 'Proxy is not used',
    message: 'A proxy is set in the environment[ ({names})]; the box does not use it.',
    cure: 'If this network lets nothing out but through the proxy, have the Sendy server exempted from it. Else remove the variable from the service.',
  },
  'NET-15': {
    short: 'Certificate ends soon',
    message: 'A certificate of the Sendy server ends in less than 30 days[: in {days}].',
    cure: 'The server should renew it by itself. If ten days are left and it has not, call Sendy support.',
  },
  'LOG-03': {
    short: 'No log is written',
    message: 'No log has been written[ into {directory}].',
    cure: 'A box that runs writes one every day: check SENDYBOX_LOG, and that the user sendybox may write into the directory.',
  },
  'CLK-01': {
    short: 'Clock of the box is off',
    message: 'The clock of the box differs from that of the Sendy server[ by {seconds} s].',
    cure: 'Set the clock (timedatectl set-ntp true) and check that this network lets NTP through (UDP port 123). Until then the box goes by the time of the server.',
  },
  'CLK-02': {
    short: 'Clock is not synchronised',
    message: 'The clock of the system has not been synchronised since the start.',
    cure: 'Check timedatectl timesync-status and that this network lets NTP through (UDP port 123).',
  },
  'OBL-01': {
    short: 'Operation is not finished',
    message: 'An operation is not finished yet.',
    cure: 'The box carries it on by itself: leave it switched on and mend its link. If it stays for a day, give the number to Sendy support.',
  },
  'DSK-01': {
    short: 'Little space on disk',
    message: 'There is little space left[ in {directory}][: {free} MiB].',
    cure: 'Free some space (df -h); shorter logs: sendybox settings set logRetentionDays=30.',
  },
  'DSK-02': {
    short: 'Disk is read-only',
    message: 'The directory[ {directory}] is on a file system that is mounted read-only.',
    cure: 'After an error the system does so by itself: look at dmesg, make a backup (sendybox backup) and replace the card or the disk.',
  },
  'DSK-03': {
    short: 'Memory card is worn',
    message: 'The flash memory[ {device}] is worn[: {percent} % of its life are used].',
    cure: 'Make a backup (sendybox backup) and replace the card or the eMMC before it fails.',
  },
  'RGT-01': {
    short: 'Wrong rights of a file',
    message: 'The rights or the owner of the file[ {file}] are not as they must be[: {mode}, {owner}].',
    cure: 'The file belongs to the owner of its directory; terminal.json has mode 0600, settings.json 0640: sudo chown and chmod. If others could read terminal.json, activate the terminal anew.',
  },
  'RGT-02': {
    short: 'No right to read it',
    message: 'Whoever gives this command may not read the file[ {file}].',
    cure: 'Repeat the command with sudo. Members of the group sendybox may read settings and logs, but neither the key nor the journal of payments.',
  },
  'PWR-01': {
    short: 'Voltage is too low',
    message: 'The supply voltage is too low.',
    cure: 'Use the power supply made for this box and a short thick cable; take devices that draw much off its USB ports.',
  },
  'PWR-02': {
    short: 'Voltage was too low',
    message: 'The supply voltage was too low since the start.',
    cure: 'Use the power supply made for this box and a short thick cable; take devices that draw much off its USB ports. Then restart and look again.',
  },
};
