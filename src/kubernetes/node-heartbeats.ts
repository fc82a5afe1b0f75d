/** How a node shows that it lives, and when it counts as silent. */

/** kubelet `nodeLeaseDurationSeconds` (pkg/kubelet/apis/config/v1beta1/defaults.go). */
export const nodeLeaseDurationSeconds = 40
/** The kubelet renews its Lease every quarter of the duration (pkg/kubelet/kubelet.go, nodeLeaseRenewIntervalFraction). */
export const nodeLeaseRenewSeconds = nodeLeaseDurationSeconds / 4
/** kube-controller-manager `--node-monitor-grace-period`, default since v1.32: silence after which Ready becomes Unknown. */
export const nodeMonitorGraceSeconds = 50
