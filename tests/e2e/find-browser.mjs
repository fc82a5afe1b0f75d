/** Finds an installed Chromium or Chrome for the end-to-end tests. Plain JavaScript: the test command runs it before anything is compiled. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const usualPlaces = [
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of a browser, from CHROME_PATH, then PATH, then the usual places; undefined when there is none. */
export function findBrowser(environment = process.env) {
  const inPath = (environment['PATH'] ?? '').split(delimiter).filter(Boolean).flatMap((folder) => names.map((name) => join(folder, name)))
  return [environment['CHROME_PATH'] ?? '', ...inPath, ...usualPlaces].find((path) => path !== '' && isExecutable(path))
}

/** True where Debian's package can be installed without asking: apt-get is there and the user is root. */
export function canInstallBrowser() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not ours to run: the next place is tried.
    return false
  }
}
