namespace ElasticMoE.Model.Files;

/// <summary>A tensor of a checkpoint and the file that holds it.</summary>
internal readonly record struct StoredTensor(SafetensorsFile File, TensorEntry Entry)
{
    public ReadOnlySpan<byte> Bytes(long offset, int count) => File.Bytes(Entry, offset, count);
}
