using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Files;
using ElasticMoE.Node.Hosting;
using ElasticMoE.Placement;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// A cluster's folder: its description, its secret, its map if one is given, a record of each process, and, unless they lie
/// elsewhere, its members' sockets. Only its owner may look into it.
/// </summary>
internal sealed class ClusterFolder
{
    private const int SecretBytes = 32;
    private const int FileBytesMax = 64 << 20, LineBytesMax = 64 << 10;
    private const int SharingViolationLinux = 11, SharingViolationMac = 35, SharingViolationWindows = unchecked((int)0x80070020);
    private const string Variable = "EMOE_CLUSTER";

    private readonly string _sockets;
    private readonly ClusterFiles _files;

    /// <param name="path">Where it is.</param>
    /// <param name="sockets">Where its sockets are; null for the folder itself.</param>
    /// <param name="files">What of it lies elsewhere.</param>
    public ClusterFolder(string path, string? sockets = null, ClusterFiles? files = null) =>
        (Root, _sockets, _files) = (Path.GetFullPath(path), Path.GetFullPath(sockets ?? path), files ?? new());

    public string Root { get; }

    /// <summary>The folder that is meant where none is named: `$EMOE_CLUSTER`, else <see cref="UserFolders"/> says.</summary>
    public static ClusterFolder Default() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? new(chosen) : UserFolders.OfProcess().Cluster();

    /// <summary>The description; null where no cluster was started here.</summary>
    public ClusterFile? TryRead() => File.Exists(DescriptionFile) ? ReadJson(DescriptionFile, ClusterJson.Default.ClusterFile, "description of a cluster") : null;

    /// <exception cref="InputException">No cluster was started here.</exception>
    public ClusterFile Read() => TryRead() ?? throw new InputException(_files.Description ?? Root, _files.Description is null ? "no cluster runs here; start one with 'emoe up'" : "the file does not exist", ExitCode.NotFound);

    /// <summary>Makes the folder where it isn't there, and makes it this process's until the result is disposed or the process ends.</summary>
    /// <exception cref="InputException">It is another process's (exit code: conflict).</exception>
    public IDisposable Lock()
    {
        foreach (string folder in (string[])[Root, _sockets])
        {
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        try
        {
            return new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.HResult is SharingViolationLinux or SharingViolationMac or SharingViolationWindows)
        {
            string who = TryRead() is { } cluster ? cluster.Parent is { } parent ? $"under process {parent.Pid}" : "which has no parent" : "which is starting or ending";
            throw new InputException(Root, $"a cluster runs here already, {who}; 'emoe down' ends it", ExitCode.Conflict, busy);
        }
    }

    /// <summary>Writes the description, the given map and a fresh secret; for the lock's holder. Journal and admin key stay.</summary>
    public void Create(ClusterFile description, string? mapFile)
    {
        _ = ReadOrMakeAdminKey();
        Write("secret", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        File.Delete(PathOf("map.json"));
        for (int number = 0; number < description.Nodes.Count; number++)
            AssignmentFile.Delete(StoreOf(number));
        if (mapFile is not null)
            File.Copy(mapFile, PathOf("map.json"));
        Write("cluster.json", JsonSerializer.Serialize(description, ClusterJson.Default.ClusterFile));
    }

    /// <summary>Takes the description away: no cluster runs here any more.</summary>
    public void Close() => File.Delete(PathOf("cluster.json"));

    /// <summary>Sockets for so many members of a role.</summary>
    /// <exception cref="InputException">The folder's path is too long.</exception>
    public IReadOnlyList<string> Sockets(ClusterRole role, int count) =>
        [.. Enumerable.Range(0, count).Select(number => LinkAddress.Parse($"unix:{Path.Combine(_sockets, $"{new ClusterMember(role, number).FileName}.sock")}").ToString())];

    /// <summary>The socket at which the parent of a cluster that allows chaos takes faults.</summary>
    public string FaultSocket => PathOf("faults.sock");

    /// <summary>Where chaos runs leave their reports.</summary>
    public string ChaosReports => PathOf("chaos");

    /// <summary>The file of the admin interface's key.</summary>
    public string AdminKeyFile => _files.AdminKey ?? PathOf("admin-key");

    /// <summary>Whether a supervisor has written where it serves the admin interface.</summary>
    public bool HasAdminUrl => File.Exists(PathOf("admin-url"));

    /// <summary>Where the cluster's supervisor serves the admin interface, as it has written it here.</summary>
    /// <exception cref="InputException">It hasn't.</exception>
    public string ReadAdminUrl() => HasAdminUrl
        ? ReadLine(PathOf("admin-url"))
        : throw new InputException(Root, "no supervisor serves an admin interface here; name one with --server", ExitCode.Unreachable);

    /// <summary>Writes where the supervisor serves the admin interface.</summary>
    public void WriteAdminUrl(string url) => Write("admin-url", url);

    /// <summary>Nobody serves the admin interface there any more.</summary>
    public void DeleteAdminUrl(string url)
    {
        if (HasAdminUrl && ReadAdminUrl() == url)
            File.Delete(PathOf("admin-url"));
    }

    /// <summary>Where supervisors journal, as <see cref="JournalPlace"/> names it; null for a file in this folder.</summary>
    public string? ReadJournalPlace() => File.Exists(PathOf("journal-place")) ? ReadLine(PathOf("journal-place")) : null;

    /// <summary>Writes where supervisors journal; it may hold a password.</summary>
    public void WriteJournalPlace(string? place)
    {
        if (place is null)
            File.Delete(PathOf("journal-place"));
        else
            Write("journal-place", place);
    }

    /// <summary>The admin interface's key; a new one where there is none. It stays when the supervisor starts again.</summary>
    public string ReadOrMakeAdminKey()
    {
        if (_files.AdminKey is { } given && !File.Exists(given))
            throw new InputException(given, "the file does not exist", ExitCode.NotFound);
        if (!File.Exists(AdminKeyFile))
            Write("admin-key", AdminKey.Generate());
        return ReadLine(AdminKeyFile);
    }

    /// <summary>The journal of what was decided about a model: another model begins another.</summary>
    public string JournalFile(byte[] modelDigest) => PathOf($"journal-{Convert.ToHexStringLower(modelDigest.AsSpan(0, 8))}.db");

    /// <summary>Where node <paramref name="number"/> keeps experts that came from elsewhere, and what it is to hold.</summary>
    public string StoreOf(int number) => PathOf($"node-{number}");

    /// <summary>Where the supervisor puts experts' new weights for the nodes of this machine, or of those that share the folder.</summary>
    public string SharedStore => PathOf("weights");

    public byte[] ReadSecret()
    {
        string file = _files.Secret ?? PathOf("secret"), text = File.Exists(file) ? ReadLine(file) : "";
        return text.Length >= 2 * LocalPeer.SecretBytesMin && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new InputException(file, "holds no secret");
    }

    /// <summary>The given map, else all experts spread over the nodes with one standby each.</summary>
    /// <exception cref="InputException">The map isn't one for this model and these nodes.</exception>
    public ExpertMap ReadMap(IReadOnlyList<int> expertsPerLayer, int nodes)
    {
        if (!File.Exists(PathOf("map.json")))
            return SpreadPlan.Make(new Epoch(0, 1), expertsPerLayer, [.. Enumerable.Range(0, nodes).Select(node => new NodeId(node))]);
        ExpertMap map = ReadJson(PathOf("map.json"), ClusterJson.Default.MapFile, "map of experts").ToMap();
        for (int layer = 0; layer < Math.Max(map.Layers, expertsPerLayer.Count); layer++)
        {
            int wanted = layer < expertsPerLayer.Count ? expertsPerLayer[layer] : 0;
            if (map.ExpertsOf(layer) != wanted)
                throw new InputException(PathOf("map.json"), $"has {map.ExpertsOf(layer)} experts in layer {layer}, the model has {wanted}");
        }
        return map.Nodes.All(node => node.Value < nodes) ? map : throw new InputException(PathOf("map.json"), $"names node {map.Nodes[^1]}; the nodes are 0 to {nodes - 1}");
    }

    public void WriteRecord(string process, ProcessRecord record) => Write(RecordOf(process), JsonSerializer.Serialize(record, ClusterJson.Default.ProcessRecord));

    /// <summary>Null where there is none, or one that was cut short: a process that nobody can name can't be told apart from one that is gone.</summary>
    public ProcessRecord? TryReadRecord(string process)
    {
        try
        {
            return File.Exists(PathOf(RecordOf(process))) ? ReadJson(PathOf(RecordOf(process)), ClusterJson.Default.ProcessRecord, "record of a process") : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    public void DeleteRecord(string process) => File.Delete(PathOf(RecordOf(process)));

    /// <summary>The processes that were started here and whose end nobody noted, by the names of their records.</summary>
    public IReadOnlyList<string> Recorded() => Directory.Exists(Root)
        ? [.. Directory.GetFiles(Root, RecordOf("*")).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : [];

    private static string RecordOf(string process) => $"{process}.pid";

    private string DescriptionFile => _files.Description ?? PathOf("cluster.json");

    private string PathOf(string name) => Path.Combine(Root, name);

    private static string ReadLine(string path) => InputFile.ReadText(path, LineBytesMax).Trim();

    /// <summary>Reads a file that the cluster's processes write.</summary>
    /// <exception cref="InputException">It isn't there, is larger than <paramref name="bytesMax"/>, or is damaged; names the place.</exception>
    internal static T ReadJson<T>(string path, JsonTypeInfo<T> type, string what, int bytesMax = FileBytesMax)
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.ReadBytes(path, bytesMax).Span, type) ?? throw new InputException(path, "is null");
        }
        catch (JsonException wrong)
        {
            throw new InputException(path, $"is no {what}: its JSON is wrong at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}", inner: wrong);
        }
    }

    /// <summary>Nobody ever sees half a file, nor one that others may read.</summary>
    private void Write(string name, string text)
    {
        string temporary = PathOf(name + ".new");
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(temporary, options))
            writer.Write(text);
        File.Move(temporary, PathOf(name), overwrite: true);
    }
}
