/** `npm run serve`: reads the command line, starts the server, says where it is, and ends cleanly. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readOptions, usage, UsageError, type ServeOptions } from './options.ts'
import { startServer, type RunningServer } from './server.ts'

const say = (text: string): void => { process.stdout.write(`${text}\n`) }
const complain = (text: string): void => { process.stderr.write(`${text}\n`) }
/** The page is built beside this program. */
const pageFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')

function announce(server: RunningServer, options: ServeOptions): void {
  say(`\nA Kubernetes cluster of ${options.nodes} nodes is up.`)
  say(`  API         ${server.api}`)
  say(`  kubectl     export KUBECONFIG=${server.kubeconfig}`)
  if (server.page !== undefined) {
    const origin = new URL(server.page).origin
    say(`  page        ${server.page}`)
    say(`  world       curl -H 'Authorization: Bearer ${server.token}' ${origin}/podium/v1/world -d '{"type":"powerOff","node":"node-1"}'`)
    say(`  pace        curl -H 'Authorization: Bearer ${server.token}' ${origin}/podium/v1/pace -d '{"pace":"rate","rate":10}'`)
  }
  say('Ctrl-C ends it.\n')
}

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options === undefined) {
    say(usage)
    return
  }
  if (options.pagePort !== undefined && !existsSync(join(pageFolder, 'index.html'))) {
    throw new Error(`The page is not built (${pageFolder}): run "npm run build", or serve without it (--no-page).`)
  }
  const server = await startServer(options, pageFolder, complain)
  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    say('Ending.')
    void server.stop().then(() => { process.exitCode = 0 })
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  announce(server, options)
}

run().catch((error: unknown) => {
  complain(error instanceof Error ? `error: ${error.message}` : String(error))
  if (error instanceof UsageError) complain(`\n${usage}`)
  process.exitCode = 1
})
