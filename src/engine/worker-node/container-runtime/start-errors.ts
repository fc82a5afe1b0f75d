/** Why a program can't be started, in containerd's and runc's words. */

function reason(name: string): string {
  return `exec: "${name}": ${name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'}: unknown`
}

/** A command in a container that runs. */
export function noSuchCommand(name: string): string {
  return `failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${reason(name)}`
}

/** A container's own program. */
export function noSuchProgram(name: string): string {
  const start = 'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed'
  return `${start}: unable to start container process: error during container init: ${reason(name)}`
}
