using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;

namespace ElasticMoE.Model.Experts;

/// <summary>Rounds rows as a codec does between router and node. An exact codec leaves them alone.</summary>
internal sealed class RowRounding(ComputePool pool, IRowCodec codec, int width) : RowJob(pool)
{
    private readonly int _rowBytes = codec.BytesOf(width);
    private float[] _source = [];
    private float[] _target = [];
    private float[] _copy = [];
    private byte[] _bytes = [];

    /// <summary>The rounded rows, in memory of its own unless they are the same.</summary>
    public float[] Copy(float[] rows, int count)
    {
        if (codec.IsExact)
            return rows;
        if (_copy.Length < count * width)
            _copy = GC.AllocateUninitializedArray<float>(count * width);
        Run(rows, _copy, count);
        return _copy;
    }

    public void InPlace(float[] rows, int count)
    {
        if (!codec.IsExact)
            Run(rows, rows, count);
    }

    protected override void RunRow(int row)
    {
        Span<byte> bytes = _bytes.AsSpan(row * _rowBytes, _rowBytes);
        codec.Encode(_source.AsSpan(row * width, width), bytes);
        codec.Decode(bytes, _target.AsSpan(row * width, width));
    }

    private void Run(float[] source, float[] target, int count)
    {
        if (_bytes.Length < count * _rowBytes)
            _bytes = GC.AllocateUninitializedArray<byte>(count * _rowBytes);
        (_source, _target) = (source, target);
        RunRows(count);
    }
}
