using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Node.Hosting;

/// <summary>What a node was last told to hold, in its store, for its next start.</summary>
internal static class AssignmentFile
{
    private const string Name = "assignment.json";
    private const int BytesMax = 64 << 20;

    /// <summary>The assignment; null where the node never got one.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static IReadOnlyList<HeldReplica>? TryRead(string store)
    {
        string path = Path.Combine(store, Name);
        if (!File.Exists(path))
            return null;
        try
        {
            return [.. JsonSerializer.Deserialize(InputFile.ReadBytes(path, BytesMax).Span, HostingJson.Default.AssignmentEntryArray)!.Select(entry => entry.ToReplica())];
        }
        catch (JsonException wrong)
        {
            throw new InputException(path, $"is no assignment at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}", inner: wrong);
        }
    }

    /// <summary>Writes it under a temporary name, then renames it.</summary>
    public static void Write(string store, IReadOnlyList<HeldReplica> assignment)
    {
        string path = Path.Combine(store, Name);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize([.. assignment.Select(AssignmentEntry.Of)], HostingJson.Default.AssignmentEntryArray));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Forgets it.</summary>
    public static void Delete(string store)
    {
        if (Directory.Exists(store))
            File.Delete(Path.Combine(store, Name));
    }
}
