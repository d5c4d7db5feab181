namespace ElasticMoE.Node.Clusters;

/// <summary>Files of a cluster that lie outside its folder, as where a platform has mounted them; null for those in the folder.</summary>
/// <param name="Description">The cluster's description.</param>
/// <param name="Secret">What its processes prove to each other, in hexadecimal.</param>
/// <param name="AdminKey">The admin interface's key.</param>
internal sealed record ClusterFiles(string? Description = null, string? Secret = null, string? AdminKey = null);
