using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Node.Tests.Clusters;

public sealed class ClusterCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private const int Ok = 0, Usage = 2, NotFound = 3, Conflict = 4;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_running_cluster_answers_is_found_by_a_second_up_and_ends_by_down()
    {
        string folder = _folder.PathOf("cluster"), mini = Repository.PathOf("models/emoe-mini");
        using var cluster = new RunningCluster(folder, cache.Folder, mini, 2);

        Assert.Equal(Conflict, cache.Run("up", "--cluster", folder, "--model", mini).ExitCode);
        Assert.Equal(Ok, cache.Run("status", "--cluster", folder).ExitCode);
        Assert.Equal("40 + 64 = 104", cache.Run("generate", "--cluster", folder, "--chat", "Add 40 and 64.").Out.TrimEnd());
        EmoeResult chat = cache.RunWith("Add 40 and 64.\n", "chat", "--cluster", folder);
        Assert.Equal(Ok, chat.ExitCode);
        Assert.Contains("40 + 64 = 104", chat.Out, StringComparison.Ordinal);

        Assert.Equal(Ok, cache.Run("down", "--cluster", folder).ExitCode);
        Assert.Equal(NotFound, cache.Run("status", "--cluster", folder).ExitCode);
    }

    /// <summary>Over TCP with rows as bf16, after a parent that died and left half a record; the prompt right after --cluster.</summary>
    [Fact]
    public void A_cluster_over_tcp_answers_as_the_single_process_with_its_wire_format()
    {
        string folder = _folder.PathOf("cluster"), mini = Repository.PathOf("models/emoe-mini");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "node-0.pid"), "{\"pid\":");
        using var cluster = new RunningCluster(folder, cache.Folder, mini, 2, "--transport", "tcp", "--wire", "bf16");
        string description = File.ReadAllText(Path.Combine(folder, "cluster.json"));
        Assert.Contains("tcp:127.0.0.1:", description, StringComparison.Ordinal);
        Assert.Contains("\"wire\": \"bf16\"", description, StringComparison.Ordinal);
        EmoeResult alone = cache.Run("generate", "--wire", "bf16", "--model", mini, "--chat", "Add 40 and 64.");
        var environment = new Dictionary<string, string> { ["EMOE_CACHE"] = cache.Folder, ["EMOE_THREADS"] = "1", ["EMOE_CLUSTER"] = folder };

        EmoeResult through = EmoeProcess.Run(new EmoeInput { Environment = environment }, "generate", "--chat", "--cluster", "Add 40 and 64.");

        Assert.Equal((Ok, alone.Out), (through.ExitCode, through.Out));
        Assert.NotEmpty(alone.Out.Trim());
    }

    [Fact]
    public void A_cluster_inside_tls_answers()
    {
        string folder = _folder.PathOf("cluster"), mini = Repository.PathOf("models/emoe-mini"), pem = _folder.PathOf("cert.pem"), key = _folder.PathOf("key.pem");
        using (var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=emoe tests", pair, HashAlgorithmName.SHA256);
            using X509Certificate2 own = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            File.WriteAllText(pem, own.ExportCertificatePem());
            File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
        }
        Assert.Equal(Usage, cache.Run("up", "--cluster", folder, "--model", mini, "--tls-cert", pem, "--tls-key", key, "--tls-ca", pem).ExitCode);
        Assert.Equal(Usage, cache.Run("up", "--cluster", folder, "--model", mini, "--transport", "tcp", "--tls-cert", pem).ExitCode);
        using var cluster = new RunningCluster(folder, cache.Folder, mini, 2, "--transport", "tcp", "--tls-cert", pem, "--tls-key", key, "--tls-ca", pem);

        Assert.Equal("40 + 64 = 104", cache.Run("generate", "--cluster", folder, "--chat", "Add 40 and 64.").Out.TrimEnd());
    }

    [Theory]
    [InlineData("generate", "--model", "models/emoe-mini")]
    [InlineData("generate", "--format", "q8")]
    [InlineData("generate", "--wire", "bf16")]
    [InlineData("chat", "--model", "models/emoe-mini")]
    public void What_a_cluster_has_can_t_be_chosen_beside_it(string command, string option, string value)
    {
        EmoeResult refused = cache.RunWith("a text", command, option, value, "--cluster", _folder.Root);
        Assert.Equal(Usage, refused.ExitCode);
        Assert.Contains($"{option}: can't be chosen with --cluster", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
