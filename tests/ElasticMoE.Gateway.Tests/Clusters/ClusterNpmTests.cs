using System.Globalization;
using ElasticMoE.Gateway.Tests.Npm;

namespace ElasticMoE.Gateway.Tests.Clusters;

/// <summary>The npm package openai against `emoe up`.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterNpmTests(SdkCluster cluster, NpmPackage package)
{
    [Fact]
    public void The_package_passes_its_suite() => package.PassesSuite(cluster.Url, cluster.Url, SdkCluster.BodyBytesMax.ToString(CultureInfo.InvariantCulture));
}
