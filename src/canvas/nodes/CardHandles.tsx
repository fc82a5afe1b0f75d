import { Handle, Position } from 'reactflow'

/** React Flow joins edges only to handles it finds in a card; ours are points without size, because lines run in lanes of their own. */
export function CardHandles() {
  return (
    <>
      <Handle type="source" position={Position.Bottom} isConnectable={false} isConnectableStart={false} isConnectableEnd={false} className="card-handle" aria-hidden="true" />
      <Handle type="target" position={Position.Top} isConnectable={false} isConnectableStart={false} isConnectableEnd={false} className="card-handle" aria-hidden="true" />
    </>
  )
}
