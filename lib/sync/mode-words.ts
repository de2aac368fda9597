/** What stands beside the JSON mode, on the page and in the log. Browser-safe. */
export const JSON_MODE_WARNING = "Suitable for small environments. On large clusters with many VMs this will time out.";
